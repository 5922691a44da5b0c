#!/usr/bin/env bash
# Make this machine ready: virtual environment, hashed dependencies, Debian packages, browser assets.
# A second run is instant. `setup.sh browser` also wants Chromium, for the journeys.
set -euo pipefail
cd "$(dirname "$0")/../.."

fail() { printf '\n%s\n' "$@" >&2; exit 1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install() {
  command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }
}

install_packages() {
  may_install || return 1
  echo "Installing $* …"
  # RabbitMQ's package starts a broker of the system's own; we want the program only, and leave services as they are.
  local policy=/usr/sbin/policy-rc.d made=""
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null && as_root chmod 755 "$policy" && made=1
  fi
  local status=0
  as_root apt-get update -qq >/dev/null \
    && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null || status=$?
  [ -z "$made" ] || as_root rm -f "$policy"
  return "$status"
}

find_python() {
  local candidate
  for candidate in python3 python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo "$candidate"; return; fi
  done
  fail "Python 3.11 or newer is needed (Debian: apt install python3 python3-venv). Or run the portal in containers: docker compose up --build --wait"
}

virtual_environment() {
  local wanted python
  wanted=$(cat requirements/dev.txt requirements/dev.in | sha256sum | cut -d' ' -f1)
  [ "$(cat .venv/installed 2>/dev/null || true)" = "$wanted" ] && return
  python=$(find_python)
  if [ ! -x .venv/bin/pip ]; then
    "$python" -m venv .venv 2>/dev/null || {
      rm -rf .venv
      install_packages python3-venv || fail "python3-venv is missing and may not be installed here: apt install python3-venv"
      "$python" -m venv .venv
    }
  fi
  echo "Installing the Python packages (about a minute the first time) …"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
  echo "$wanted" > .venv/installed
}

rabbitmq() {
  [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] && return
  command -v rabbitmq-server >/dev/null && return
  install_packages rabbitmq-server || fail \
    "RabbitMQ is missing and may not be installed here. Either: apt install rabbitmq-server (as root)" \
    "or run the portal in containers: docker compose up --build --wait"
}

browser() {
  command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null && return
  install_packages chromium || fail "Chromium is missing and may not be installed here: apt install chromium (as root)"
}

assets() {
  [ -f gateway/assets.py ] || return 0
  local wanted
  wanted=$(find gateway/static gateway/translations gateway/assets.py gateway/icons.py gateway/package-lock.json -type f \
    -not -path '*/built/*' -not -name '*.mo' -print0 2>/dev/null | sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1)
  [ -f gateway/static/built/manifest.json ] && [ "$(cat var/assets 2>/dev/null || true)" = "$wanted" ] && return
  echo "Building the browser assets …"
  .venv/bin/python -m gateway.assets build
  mkdir -p var
  echo "$wanted" > var/assets
}

# Two at a time would trip over each other (a test run beside `make up`).
mkdir -p var
exec 9> var/setup.lock
flock 9
virtual_environment
rabbitmq
assets
[ "${1:-}" != browser ] || browser
