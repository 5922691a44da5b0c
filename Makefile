# Everything a person or CI does here. `make` alone lists it.
.DEFAULT_GOAL := help
.PHONY: help setup up start stop status reset logs check format test test-quick test-containers bench figures lock upgrade
PY := .venv/bin/python
PYTEST := .venv/bin/python -m pytest

help: ## list the commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 18

setup: ## the virtual environment, hashed dependencies, Debian packages that are missing, browser assets
	@deploy/local/setup.sh

up: setup ## run the whole portal here; Ctrl-C stops it
	@exec $(PY) -m deploy.local up

start: setup ## run it in the background
	@$(PY) -m deploy.local start

stop: ## stop what `make start` or `make up` runs
	@[ ! -x $(PY) ] || $(PY) -m deploy.local stop

status: ## what runs, where, with how much memory
	@[ ! -x $(PY) ] || $(PY) -m deploy.local status

logs: ## follow the logs
	@tail -n 20 -F var/log/*.log

reset: ## stop and forget all data
	@[ ! -x $(PY) ] || $(PY) -m deploy.local reset

check: setup ## lint, types, import rules, translations, nothing of this machine in the files
	@deploy/local/check.sh

format: setup ## let ruff put the code in order
	@.venv/bin/ruff check --quiet --fix . ; .venv/bin/ruff format --quiet .

test-quick: setup ## the inner loop: rules, messages, pages and shape; no servers
	@$(PYTEST) --numprocesses=auto tests/unit tests/contract tests/gateway tests/architecture

test: setup ## every native test, with real servers and a real browser
	@deploy/local/setup.sh browser
	@$(PYTEST) --ignore=tests/containers --ignore=tests/load

test-containers: setup ## the walk against docker compose, and the stores and the bus on the servers' newest versions
	@$(PYTEST) --timeout=900 tests/containers

bench: setup ## measure; figures go to var/figures.json
	@deploy/local/setup.sh browser
	@$(PY) -m tests.load

figures: ## the figures measured so far
	@$(PY) -m tests.support.figures

lock: setup ## compile requirements/*.in to hashed .txt
	@requirements/lock.sh

upgrade: setup ## the same, taking the newest versions
	@requirements/lock.sh --upgrade
