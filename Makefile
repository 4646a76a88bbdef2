# Two commands do all the set-up: `make report` builds both editions, `make test` passes the tests.
# Everything is installed into .venv from the lock files; nothing outside this folder is touched,
# but for `make test`, which asks the system's package manager for a browser where it may.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet
PYTEST := $(BIN)/python -m pytest --numprocesses 2 --dist loadfile
# In one process: two that start kernels at the same time may be given the same port, and one of the kernels dies.
NBVAL  := $(BIN)/python -m pytest --nbval --nbval-current-env --nbval-sanitize-with tests/nbval.cfg notebooks

.PHONY: report test test-all browser lint preview docs reference benchmarks clean lock
.DELETE_ON_ERROR:

report: $(VENV)/.report
	$(BIN)/assessment build

test: $(VENV)/.test browser
	$(BIN)/assessment build > /dev/null
	$(PYTEST) -m "not slow" tests
	$(NBVAL)

test-all: $(VENV)/.test browser
	$(BIN)/assessment build > /dev/null
	$(PYTEST) tests
	$(NBVAL)

preview: $(VENV)/.report
	$(BIN)/assessment preview

browser: $(VENV)/.test
	@sh tests/browser/install-browser.sh

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(VENV)/.report reference
	$(BIN)/assessment build --project docs --to html --renderer embedded

reference: $(VENV)/.report
	$(BIN)/python docs/reference/make.py

# An environment of its own, so that all systems use the same libraries; needs a machine with nothing else to do.
BENCH := _build/benchmarks
benchmarks: browser
	$(PYTHON) -m venv $(BENCH)
	$(BENCH)/bin/pip install --quiet --require-hashes -r benchmarks/requirements.lock
	$(BENCH)/bin/pip install --quiet --no-deps --no-build-isolation --editable .
	$(BENCH)/bin/python -m assessment.rendering.embedded.fonts
	$(BENCH)/bin/python benchmarks/measure.py --size small --results benchmarks/results/small.json
	$(BENCH)/bin/python benchmarks/measure.py --size medium --cluster --results benchmarks/results/medium.json
	$(BENCH)/bin/python benchmarks/measure.py --size large --only assessment --results benchmarks/results/large.json
	$(BIN)/python benchmarks/preview.py --json benchmarks/results/preview-report.json
	$(BIN)/python benchmarks/preview.py --workload medium --json benchmarks/results/preview-medium.json
	$(BIN)/python benchmarks/sources.py --repeat 5 --json benchmarks/results/sources.json
	$(BENCH)/bin/python benchmarks/report.py

clean:
	rm -rf _build _book dist docs/_build docs/_book

lock: $(VENV)/.test
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --extra preview --extra review --group build --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate --quiet -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra preview --extra review --group build --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate --quiet -c requirements.lock -o requirements-dev.lock
	$(BIN)/uv pip compile pyproject.toml --extra preview --extra review --extra test --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate --quiet -c requirements-dev.lock -o src/assessment/starter/requirements.lock
	$(BIN)/uv pip compile pyproject.toml benchmarks/requirements.in --group build --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate --quiet -c requirements.lock -o benchmarks/requirements.lock

# The environment is made beside and renamed, so that an interrupted set-up is never taken for a finished one.
$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed; say which with: make PYTHON=python3.11 report" >&2; exit 3; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "This Python cannot make environments. On Debian or Ubuntu: apt install python3-venv" >&2; exit 3; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.report: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	$(BIN)/python -m assessment.rendering.embedded.fonts
	@touch $@

$(VENV)/.test: requirements-dev.lock $(VENV)/.report
	$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@
