# Green Channel 绿色通道. `make` alone lists what there is; recipes stay short.
VENV := .venv
PYTHON := $(VENV)/bin/python
READY := $(VENV)/.ready
unexport PYTHONDONTWRITEBYTECODE # else each of some hundred processes compiles everything anew

.DEFAULT_GOAL := help
.PHONY: help setup up down status check hooks test bench clean

help: ## 列出各项命令 · list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) ## 准备运行环境 · environment and system packages
	@.ci/system-packages

$(READY): requirements-dev.txt pyproject.toml
	@python3 -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "需要 Python 3.11 或更高版本 · Python 3.11 or newer is needed")'
	python3 -m venv $(VENV) && $(PYTHON) -m pip install --quiet -r requirements-dev.txt
	$(PYTHON) -m pip install --quiet --no-deps --no-build-isolation -e . && touch $@

up: setup ## 启动全部服务 · start everything
	@$(VENV)/bin/greenchannel up

down: $(READY) ## 停止全部服务 · stop everything
	@$(VENV)/bin/greenchannel down

status: $(READY) ## 查看运行状况 · health of each part
	@$(VENV)/bin/greenchannel status

check: $(READY) ## 格式、类型与分层检查 · format, lint, types, layers
	$(VENV)/bin/ruff format --check . && $(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

hooks: $(READY) ## 提交前自动检查格式与分层 · check format and layers before each commit
	@hook="$$(git rev-parse --git-path hooks)/pre-commit" && \
	  { [ ! -e "$$hook" ] || grep -qs 'Written by make hooks' "$$hook" || { echo "$$hook 已有，未覆盖 · exists, left alone" >&2; exit 1; }; } && mkdir -p "$${hook%/*}" && printf '%s\n' '#!/bin/sh' \
	  '# Written by make hooks. `git commit --no-verify` passes it by.' 'set -e' \
	  '$(VENV)/bin/ruff format --check --quiet .' '$(VENV)/bin/ruff check --quiet .' \
	  '$(VENV)/bin/lint-imports >/dev/null || $(VENV)/bin/lint-imports' > "$$hook" && chmod +x "$$hook" && echo "$$hook"

test: setup check ## 全部测试 · the whole suite; what compares times runs first and alone
	$(PYTHON) -m pytest -m alone tests/runner tests/browser
	$(PYTHON) -m pytest -n 3 --dist loadgroup --durations 10 -m "not alone"

bench: $(READY) ## 与同类产品同场比较 · ours beside its peers, in one run
	$(PYTHON) -m benchmarks.bench --write

clean: ## 清除环境与缓存，保留数据 · remove environment and caches, keep the data
	@[ ! -x $(VENV)/bin/greenchannel ] || $(VENV)/bin/greenchannel down
	rm -rf $(VENV) .bench .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -prune -exec rm -rf {} +
