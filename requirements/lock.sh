#!/usr/bin/env bash
# Compile every .in into a hashed .txt for Python 3.11 and newer; all files agree with dev.txt on versions.
set -euo pipefail
cd "$(dirname "$0")"
compile() { ../.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header "$@"; }

upgrade=()
[ "${1:-}" = "--upgrade" ] && upgrade=(--upgrade)
compile dev.in --output-file dev.txt "${upgrade[@]}"
for source in *.in; do
  [ "$source" = dev.in ] || compile "$source" --constraint dev.txt --output-file "${source%.in}.txt" "${upgrade[@]}"
done
