# The front door. Every target is safe to repeat; each does the set-up it needs.
LISTEN ?= 127.0.0.1:8080
DB ?= sqlite:state/randa.db

.PHONY: build run check test test-all lint bench bench-plan fuzz golden rulebook glossary install setup clean
.DEFAULT_GOAL := build

setup:
	@tools/setup

# $(call configured,DIR,OPTIONS): meson knows the tree's present files.
define configured
	@mkdir -p $(1) && tools/sources all > $(1)/.tree.new
	@if [ ! -f $(1)/build.ninja ]; then meson setup $(1) $(2) >/dev/null || exit 1; \
	elif ! cmp -s $(1)/.tree $(1)/.tree.new; then meson setup --reconfigure $(1) >/dev/null || exit 1; fi
	@mv $(1)/.tree.new $(1)/.tree
endef

build: setup
	$(call configured,build,)
	@ninja -C build --quiet randa

check: setup
	$(call configured,build-check,-Dtests=true -Db_sanitize=address$(comma)undefined)
	@ninja -C build-check --quiet unit
	@build-check/unit $(TEST)
	@for test in tests/tools/*_test.py; do out=$$(python3 -B $$test 2>&1) || { echo "$$out"; exit 1; }; done

# The whole gate: the unit suite on both engines, faults, and whatever else tools/test finds.
test: setup build
	$(call configured,build-check,-Dtests=true -Db_sanitize=address$(comma)undefined)
	@ninja -C build-check --quiet unit
	@tools/test $(PART)

# Everything, also what takes long: the whole matrix of pages, fuzzing, valgrind.
test-all: setup build
	@RANDA_MATRIX=all RANDA_LONG=1 $(MAKE) -s test
	@$(MAKE) -s fuzz lint
	@$(MAKE) -s bench

# A local file with an invented clinic, made when there is none; LISTEN=127.0.0.1:9000 DB=sqlite:x.db
run: build
	@tools/run "$(DB)" "$(LISTEN)"

lint: setup
	@tools/lint.py
	@clang-format --dry-run $$(tools/sources c) 2>&1 | grep -c warning | sed 's/^/clang-format: lines to lay out: /' || true

bench: build
	@bench/run

# The planner's figures; about ten minutes.
bench-plan: build
	@bench/plan

# SECONDS=60 of each parser, from the seeds beside it.
SECONDS ?= 20
fuzz: setup
	@tools/fuzz $(SECONDS)

install: build
	@meson install -C build --no-rebuild

# The rulebook alone: every fault with file and line.
rulebook:
	@tools/rulebook.py --glossary GLOSSARY.md --mission docs/uppdraget.md

glossary:
	@tools/rulebook.py --glossary GLOSSARY.md --mission docs/uppdraget.md --write

clean:
	@tools/pg_cluster remove
	rm -rf build build-check

comma := ,
