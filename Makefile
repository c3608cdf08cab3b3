# `make brief` is all that a newcomer needs; `make help` lists the rest.
# Written for GNU make 3.81 and later: macOS brings 3.81.
#
#   PYTHON=python3.12   the Python that .venv is made from (else the first found)
#   ACTIVE=1            use the environment that is active, install nothing
#   LAB="--no-browser"  further options for JupyterLab (as root it wants --allow-root)
#   UPGRADE=1           lets `make lock` move pins that still fit

.DEFAULT_GOAL := help
.PHONY: help brief test soak lab refresh bench lock clean environment

# The second of two commands: hashes and an editable install don't mix in one.
INSTALL_PROJECT := -m pip install --quiet --no-deps --no-build-isolation -e .

ifneq (,$(filter-out 0 no,$(ACTIVE)))
BIN :=
else
BIN := .venv/bin/
unexport PYTHONPATH PYTHONHOME
endif

# What a user keeps at home must not change a result: IPython's startup files,
# kernels of other environments, a backend that draws nothing in a notebook.
# (IPython takes a folder only if its parent is there: see environment.)
export IPYTHONDIR := $(CURDIR)/.cache/ipython
export JUPYTER_PREFER_ENV_PATH := 1
unexport JUPYTER_PATH MPLBACKEND
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# The first Python that will do, in $$python of the shell; or one line and exit status 2.
define find_python
found=; python=; \
	  for name in $(if $(PYTHON),"$(PYTHON)",python3 python3.14 python3.13 python3.12 python3.11 python); do \
	    version=$$("$$name" -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' 2>/dev/null) || continue; \
	    if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then python=$$name; break; fi; \
	    found="$$found $$name is $$version,"; \
	  done; \
	  if test -z "$$python"; then \
	    echo "claimbook: found$${found:- no Python,} expected 3.11 or later; name one: make PYTHON=/path/to/python3" >&2; exit 2; \
	  fi
endef

help:  ## lists the targets
	@sed -n 's/^\([a-z][a-z]*\):.*## */\1|/p' Makefile | \
	  while IFS='|' read -r name text; do printf 'make %-9s%s\n' "$$name" "$$text"; done

brief: environment  ## makes the reports of reports.toml, ends with the path of the first one's index
	@$(BIN)claimbook run

test: environment  ## runs every check: library, data, notebooks as stored and with other parameters
	@$(BIN)python -m ruff check
	@$(BIN)python -m ruff format --check --quiet
	@$(BIN)claimbook check
	@$(BIN)python -m pytest --nbval -n logical --dist loadfile --no-loadscope-reorder

soak: environment  ## kills, stops and interrupts report runs for some minutes
	@$(BIN)python -m pytest -m soak tests/runs

lab: environment  ## opens the notebooks in JupyterLab, for this machine only
	@$(BIN)python -m jupyterlab --ip=127.0.0.1 $(LAB) notebooks/00-brief.ipynb

refresh: environment  ## executes the stored notebooks anew, rewrites the generated pages
	@$(BIN)claimbook refresh

bench: environment  ## sets a brief beside what nbconvert makes of the same notebook
	@$(BIN)python bench/brief.py

# uv, because pip cannot lock for other platforms; it stays out of the lock. No environment
# is needed, so a lock that cannot be installed can be made anew.
lock:  ## makes requirements.lock anew from pyproject.toml
	@set -e; if ! .cache/uv/bin/uv --version >/dev/null 2>&1; then \
	  $(find_python); \
	  echo "claimbook: installing uv into .cache/uv"; \
	  rm -rf .cache/uv; "$$python" -m venv .cache/uv; .cache/uv/bin/python -m pip install --quiet uv; \
	fi
	@.cache/uv/bin/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")' \
	  | .cache/uv/bin/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest \
	    --generate-hashes --no-strip-extras --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
	    $(if $(UPGRADE),--upgrade) --extra test --extra serve --output-file requirements.lock pyproject.toml - >/dev/null

clean:  ## removes .venv and the caches; the reports stay
	@rm -rf .venv .cache .hypothesis
	@find . \( -name __pycache__ -o -name .ipynb_checkpoints \) -prune -exec rm -rf {} +

ifeq (,$(BIN))
environment:
	@mkdir -p .cache
	@why=$$(python -c 'import claimbook' 2>&1) && command -v claimbook >/dev/null || { \
	  echo "claimbook: not usable from the active python ($$(printf '%s\n' "$${why:-no claimbook command}" | tail -n 1));" \
	    "there: python -m pip install --no-deps -r requirements.lock && python $(INSTALL_PROJECT)" >&2; exit 2; }
else
# A stamp holds what was installed, so neither a touched file nor a changed branch
# costs an install, and a moved checkout is noticed. It is written last: an install
# that failed or was interrupted leaves none. -qq: of pip, errors only. --no-deps: the lock is whole,
# and older pips don't find a pin that stands there with an extra when they resolve it once more.
packages = { pwd; cat requirements.lock; }
project = { pwd; cat requirements.lock pyproject.toml; }

environment:
	@mkdir -p .cache
	@if ! { $(packages) | cmp -s - .venv/packages.stamp && .venv/bin/python -c ''; } 2>/dev/null; then \
	  $(find_python); \
	  echo "claimbook: installing requirements.lock into .venv with $$python; takes a minute or a few" && \
	  rm -rf .venv && "$$python" -m venv .venv && \
	  .venv/bin/python -m pip install -qq --no-deps --require-hashes -r requirements.lock && \
	  $(packages) >.venv/packages.part && mv .venv/packages.part .venv/packages.stamp; \
	fi
	@if ! $(project) | cmp -s - .venv/project.stamp 2>/dev/null; then \
	  echo "claimbook: installing the project into .venv"; rm -f .venv/project.stamp; \
	  .venv/bin/python $(INSTALL_PROJECT) && \
	  $(project) >.venv/project.part && mv .venv/project.part .venv/project.stamp; \
	fi

endif
