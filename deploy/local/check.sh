#!/usr/bin/env bash
# Everything a machine can see without running the portal. All checks run; the end says which failed.
set -uo pipefail
cd "$(dirname "$0")/../.."
failed=()

check() {
  local name=$1
  shift
  printf '%-28s' "$name"
  local output
  if output=$("$@" 2>&1); then
    echo "ok"
  else
    echo "FAILED"
    printf '%s\n\n' "$output"
    failed+=("$name")
  fi
}

# An address of a package registry or a path of one machine would tie the project to where it was written.
# One letter of each word is in brackets, so that this file is not found itself.
no_foreign_addresses() {
  ! git grep -nIE 'pythonhoste[d]|pyp[i]\.org|npmj[s]|npmmirro[r]|(^|[^[:alnum:]])/(wor[k]|roo[t])/|--(extra-)?index-ur[l]|"resolve[d]": "http'
}

asyncapi_is_current() {
  .venv/bin/python -m services.contracts.asyncapi var/asyncapi.json && diff -q var/asyncapi.json docs/asyncapi.json
}

# Work that was put off belongs in an issue.
no_loose_ends() {
  ! git grep -nIE '\b(TODO|FIXME|XXX)\b|pytest\.(mark\.)?skip|time\.sleep\(' -- 'tests/**/test_*.py' 'tests/**/conftest.py'
}

check "lint" .venv/bin/ruff check .
check "format" .venv/bin/ruff format --check .
check "types" .venv/bin/mypy
check "who may import whom" .venv/bin/lint-imports
check "translations" .venv/bin/python -m gateway.translations.check
check "AsyncAPI is current" asyncapi_is_current
check "no foreign addresses" no_foreign_addresses
check "no loose ends" no_loose_ends

if [ ${#failed[@]} -gt 0 ]; then
  echo
  echo "Failed: ${failed[*]}"
  exit 1
fi
