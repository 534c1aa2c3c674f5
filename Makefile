# make run opens the app; make test runs every test; make check is the one command before pushing.
PYTHON ?= python3
BIN := .venv/bin

ATTACK ?=

.PHONY: run test timed bench bench-long search attack check format words screenshots clean

run: .venv/run
	UNROLLED_VISITORS=one $(BIN)/streamlit run app.py --server.headless false  # a window, where there is a screen

test: .venv/dev
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder

timed: .venv/dev  ## what has a time to keep, an own network on 5,000 rows in a minute first; needs idle cores
	$(BIN)/python -m pytest -s benchmarks/timed.py

bench: .venv/dev  ## ours beside textbook Keras, scikit-learn and (where it is installed) PyTorch, in turn; needs idle cores
	$(BIN)/python -m benchmarks

bench-long: .venv/dev  ## the rows that take longer
	$(BIN)/python -m benchmarks --long

search: .venv/dev  ## property tests with examples that no run has tried; each failure becomes a test of its kind
	HYPOTHESIS_PROFILE=default $(BIN)/python -m pytest $$(grep -rlE "@given|SEARCHING" tests)

attack: .venv/dev  ## what SECURITY.md promises, under fire, an hour; ATTACK="--parts corpus,kills --seed 3 --few" for some
	$(BIN)/python -m benchmarks.attack $(ATTACK)

check: .venv/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/basedpyright
	$(MAKE) test

format: .venv/dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

words: .venv/dev  ## collect new sentences into the Korean catalogue and compile it
	$(BIN)/python tests/catalogue.py

screenshots: .venv/dev  ## every page and step, both languages, themes and widths; ONLY="--page sentiment --lang ko" for some
	$(BIN)/python tests/screenshots.py $(ONLY)

.venv/run: requirements.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

.venv/dev: requirements-dev.txt .venv/run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

clean:
	rm -rf .venv .pytest_cache .ruff_cache
