# The one front door: `make` lists what there is.
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

SWIFT ?= swift
PREFIX ?= /usr/local
DESTDIR ?=
BINARY := .build/release/looop

# A module may use only what its target names in Package.swift.
IMPORTS := --explicit-target-dependency-import-check error

# One static binary: start-up and memory are half of those of a dynamic one, and it runs anywhere
# on the same CPU. Apple's linker knows no static executables.
STATIC := -c release --static-swift-stdlib -Xlinker -s
ifneq ($(shell uname -s),Darwin)
# -Osize and icf: half a megabyte less, no slower (docs/benchmarks.md). The tables for unwinding are
# two (docs/decisions/0016-no-unwind-tables.md); leaving them out takes lld, which comes with Swift.
STATIC := -c release --static-swift-stdlib -Xswiftc -static-executable -Xlinker -s \
  -Xswiftc -Osize -Xswiftc -use-ld=lld -Xlinker --icf=safe -Xlinker --no-eh-frame-hdr \
  -Xlinker --no-rosegment -Xlinker -T -Xlinker $(CURDIR)/scripts/no-unwinding.ld
endif

SWIFT_FILES := Package.swift Sources Tests scripts $(wildcard benchmarks)

.PHONY: help
help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

.PHONY: demo
demo: build ## build, then see the loop at work: no key, no network
	@$(BINARY) demo

.PHONY: build
build: packages ## build the static release binary .build/release/looop
	$(SWIFT) build $(STATIC) --product looop $(IMPORTS)

.PHONY: try
try: packages ## build and run one suite: make try FILTER=VerdictTests
	@SWIFT="$(SWIFT)" IMPORTS="$(IMPORTS)" scripts/try "$(FILTER)"

.PHONY: test
test: test-quick ## run every test but the live ones, of the long ones a sample
	$(SWIFT) test --skip-build --filter '^CrashTests\.'

.PHONY: prove
prove: packages ## run every test but the live ones whole: before an issue is closed
	$(SWIFT) build --build-tests $(IMPORTS)
	LOOOP_PROVE=1 $(SWIFT) test --skip-build --skip LiveTests --skip '^CrashTests\.'
	LOOOP_PROVE=1 $(SWIFT) test --skip-build --filter '^CrashTests\.'

.PHONY: test-quick
test-quick: packages ## run the tests of `make test` that kill no loop
	$(SWIFT) build --build-tests $(IMPORTS)
	$(SWIFT) test --skip-build --skip LiveTests --skip '^CrashTests\.'

.PHONY: test-live
test-live: packages ## run the loop with the real claude and codex: no key, a scripted model
	$(SWIFT) build --build-tests $(IMPORTS)
	@SWIFT="$(SWIFT)" scripts/test-live

.PHONY: check
check: lint build test ## lint, build and test: what CI runs

.PHONY: lint
lint: layers ## check format, layers and forbidden things
	$(SWIFT) format lint --strict --recursive $(SWIFT_FILES)
	@scripts/forbidden

.PHONY: format
format: ## rewrite the Swift files in the one format
	$(SWIFT) format --in-place --recursive $(SWIFT_FILES)

.PHONY: layers
layers: .build/layers ## print who uses whom; fail on circles, upward uses and wide signatures
	@.build/layers

.build/layers: scripts/layers.swift scripts/modules.swift scripts/arguments.swift $(wildcard Tests/Support/Picture*.swift)
	@mkdir -p .build
	@$(SWIFT)c -O -parse-as-library $^ -o $@

.PHONY: docs
docs: build ## draw the pictures of a loop at work from a real run
	@scripts/docs-pictures $(abspath $(BINARY))

.PHONY: man
man: build ## write man pages and completions to .build/share
	@scripts/manual $(abspath $(BINARY)) .build/share
	@echo "man pages: .build/share/man/man1; completions: .build/share/completions"

.PHONY: bench
bench: build ## measure start-up, latencies, the idle pulse and workers; PARTS="deaf paid" only these
	@benchmarks/run $(BINARY) $(PARTS)

.PHONY: record
record: packages .build/layers ## rewrite the golden files, graph and pictures; review the diff
	.build/layers --write
	$(SWIFT) build --build-tests $(IMPORTS)
	LOOOP_RECORD=1 $(SWIFT) test --skip-build --skip LiveTests --skip '^CrashTests\.'

.PHONY: dist
dist: build ## pack the release binary, man pages and completions into .build/dist, with a checksum
	@scripts/dist $(abspath $(BINARY)) $(abspath .build/dist)

.PHONY: install
install: build ## install binary, man pages and completions below $(PREFIX), by default /usr/local
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -m 755 $(BINARY) "$(DESTDIR)$(PREFIX)/bin/looop"
	scripts/manual $(abspath $(BINARY)) .build/share
	install -d "$(DESTDIR)$(PREFIX)/share/man/man1" \
	  "$(DESTDIR)$(PREFIX)/share/bash-completion/completions" \
	  "$(DESTDIR)$(PREFIX)/share/zsh/site-functions" \
	  "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d"
	install -m 644 .build/share/man/man1/looop*.1 "$(DESTDIR)$(PREFIX)/share/man/man1"
	install -m 644 .build/share/completions/looop.bash \
	  "$(DESTDIR)$(PREFIX)/share/bash-completion/completions/looop"
	install -m 644 .build/share/completions/_looop "$(DESTDIR)$(PREFIX)/share/zsh/site-functions"
	install -m 644 .build/share/completions/looop.fish \
	  "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d"

.PHONY: uninstall
uninstall: ## remove the installed binary; data and config stay
	rm -f "$(DESTDIR)$(PREFIX)/bin/looop" "$(DESTDIR)$(PREFIX)/share/man/man1"/looop*.1 \
	  "$(DESTDIR)$(PREFIX)/share/bash-completion/completions/looop" \
	  "$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_looop" \
	  "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/looop.fish"

.PHONY: clean
clean: ## remove what was built
	rm -rf .build

.PHONY: packages
packages:
	@scripts/system-packages
