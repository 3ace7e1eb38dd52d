# Golive. `make help` lists what there is.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PORT   ?= 8000
SANDBOX_PORT ?= 8001
export PORT SANDBOX_PORT

.DEFAULT_GOAL := help
.PHONY: help run test demo check format

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

$(VENV)/.installed: requirements.txt requirements-dev.txt
	@echo "Installing what Golive needs into $(VENV): once, for about a minute."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

run: $(VENV)/.installed ## the whole product on this machine: app on PORT, sandbox on SANDBOX_PORT
	@exec $(BIN)/python -m infra.local

test: $(VENV)/.installed ## run every test
	$(BIN)/python -m pytest -n auto --dist loadgroup

check: $(VENV)/.installed ## format, lint, types, import rules, dead links
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q tests/architecture/test_links.py

format: $(VENV)/.installed ## format and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The package is built with Lambda's own Python: PYTHON where it is given, else a 3.13 that is easily found.
FOUND_313 := $(firstword $(wildcard $(HOME)/.pyenv/versions/3.13*/bin/python3.13) $(shell command -v python3.13))
PYTHON_313 := $(if $(filter file,$(origin PYTHON)),$(or $(FOUND_313),$(PYTHON)),$(PYTHON))

build/python3.13/.installed: requirements.txt
	@$(PYTHON_313) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 13))' 2>/dev/null || \
	  { echo "The package needs Python 3.13, which Lambda runs: make package PYTHON=/path/to/python3.13"; exit 1; }
	@$(PYTHON_313) -m venv build/python3.13
	build/python3.13/bin/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.PHONY: package
package: $(VENV)/.installed build/python3.13/.installed ## build/template.json and the zips, ready to deploy
	build/python3.13/bin/python -m infra.package
	$(BIN)/cfn-lint build/template.json

demo: $(VENV)/.installed ## against a running `make run`: four won deals become four live customers; the clock moves on by days
	@$(BIN)/python -m infra.local.demo

.PHONY: seed
seed: $(VENV)/.installed ## against a running `make run`: N generated onboardings more, in every state; the clock moves on by two days
	@N="$(N)" $(BIN)/python -m infra.local.crowd

.PHONY: lint-playbooks
lint-playbooks: $(VENV)/.installed ## check chalicelib/playbooks/, or PLAYBOOK=file
	$(BIN)/python -m infra.lint_playbooks $(PLAYBOOK)

.PHONY: simulate
simulate: $(VENV)/.installed ## a policy tried on a history before it counts: make simulate PLAYBOOK=my/own.yaml ONBOARDINGS=500
	@PLAYBOOK="$(PLAYBOOK)" HISTORY="$(HISTORY)" AGAINST="$(AGAINST)" ONBOARDINGS="$(ONBOARDINGS)" SEED="$(SEED)" \
	  PEOPLE="$(PEOPLE)" $(BIN)/python -m infra.simulation

.PHONY: docs
docs: $(VENV)/.installed ## what is generated: docs/playbook.schema.json, docs/reference/ and the gallery of mails, docs/mails/
	$(BIN)/python -m infra.reference
	$(BIN)/python -m tests.unit.mail.gallery

.PHONY: translations
translations: $(VENV)/.installed ## collect what customers read, update the catalogues of chalicelib/locale/, compile them
	$(BIN)/python -m infra.translations

.PHONY: deploy
deploy: ## change set, preview, confirmation, progress: make deploy STAGE=prod
	@test -n "$(STAGE)" || { echo "Name the stage: make deploy STAGE=prod. docs/deploy.md says what comes before."; exit 1; }
	@$(MAKE) --no-print-directory package
	$(BIN)/python -m infra.deploy $(STAGE)

.PHONY: redrive
redrive: $(VENV)/.installed ## dead letters back to their queue: make redrive STAGE=prod QUEUE=ingest
	@test -n "$(STAGE)" || { echo "Name the stage: make redrive STAGE=prod QUEUE=ingest. Without QUEUE it shows what waits."; exit 1; }
	@$(BIN)/python -m infra.redrive $(STAGE) $(QUEUE)

.PHONY: test-packaged
test-packaged: $(VENV)/.installed ## the package under Lambda's runtime client, and deployed to an emulator
	$(BIN)/python -m pytest tests/packaged

.PHONY: screenshots
SCREENSHOTS ?= build/screenshots
screenshots: $(VENV)/.installed ## every page and mail in every state, at 360 and 1280 px, light and dark, into build/screenshots/
	@echo "Taking pictures of every page and mail into $(SCREENSHOTS): some minutes; each is named when it is taken."
	@rm -rf $(SCREENSHOTS)
	@GOLIVE_SCREENSHOTS=$(SCREENSHOTS) $(BIN)/python -m pytest -q -s tests/browser; tests=$$?; \
	  $(BIN)/python -m tests.browser.sheet $(SCREENSHOTS) && exit $$tests

.PHONY: pictures
pictures: $(VENV)/.installed ## the pictures of README and docs, docs/images/, taken anew from the pages as they are now
	@rm -rf build/pictures
	@GOLIVE_SCREENSHOTS=build/pictures $(BIN)/python -m pytest -q tests/browser/test_journeys.py -k a_customer_with_scripts
	@$(BIN)/python -m tests.browser.docs_pictures build/pictures docs/images

.PHONY: bench cost
bench: $(VENV)/.installed ## cold starts, calls, sizes, cost: build/bench.json
	$(BIN)/python -m tests.bench

cost: $(VENV)/.installed ## what 1,000 onboardings cost, item by item
	$(BIN)/python -m tests.bench cost

.PHONY: load
load: $(VENV)/.installed ## many webhooks at once, then many deadlines at once, on a local cloud of its own: make load N=1000
	$(BIN)/python -m tests.faults.load $(or $(N),1000)

.PHONY: faults
faults: $(VENV)/.installed ## everything that can go wrong, going wrong: crash points, simulated weeks, fuzzing, load, planted bugs
	$(BIN)/python -m tests.faults

.PHONY: faults-nightly
faults-nightly: $(VENV)/.installed ## thousands of simulated months, a month of 500 onboardings, rushes of 10,000: make faults-nightly SEED=1
	$(BIN)/python -m tests.faults.simulation $(or $(SEED),1)
