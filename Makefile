# make run opens the app; make test runs every test; make check is the one command before pushing.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test timed check format words screenshots clean

run: .venv/run
	UNROLLED_VISITORS=one $(BIN)/streamlit run app.py --server.headless false  # a window, where there is a screen

test: .venv/dev
	$(BIN)/python -m pytest -m "not alone" -n logical --maxprocesses 4 --dist loadfile
	$(BIN)/python -m pytest -m alone  # what has a time to keep needs the cores for itself

timed: .venv/dev  ## from opening the page to an own network on 5,000 rows in a minute; needs idle cores
	UNROLLED_TIMED=1 $(BIN)/python -m pytest -s tests/test_browser.py -k five_thousand

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
