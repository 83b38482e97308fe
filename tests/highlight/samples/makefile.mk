# Builds the shop.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: all build test clean install help
.SUFFIXES:

VERSION ?= $(shell git describe --tags --always)
PREFIX = /usr/local
CC := gcc
CFLAGS += -O2 -Wall -Wextra -DVERSION='"$(VERSION)"'
LDFLAGS := -lm
BUILD := build
SOURCES := $(wildcard src/*.c)
OBJECTS := $(patsubst src/%.c,$(BUILD)/%.o,$(SOURCES))
DEPENDS = $(OBJECTS:.o=.d)
TEXT := "quoted text"

ifeq ($(OS),Windows_NT)
  EXE := .exe
else
  EXE :=
  UNAME := $(shell uname -s)
  ifneq (,$(filter Darwin,$(UNAME)))
    LDFLAGS += -framework CoreFoundation
  endif
endif

ifdef DEBUG
CFLAGS += -g -O0
endif

define banner
	@echo "== $(1) =="
endef

export PATH := $(CURDIR)/tools:$(PATH)
include config.mk
-include $(DEPENDS)

all: build test ## Everything

build: $(BUILD)/shop$(EXE) ## Build the program

$(BUILD)/shop$(EXE): $(OBJECTS) | $(BUILD)
	$(call banner,linking $@)
	$(CC) -o $@ $^ $(LDFLAGS)

$(BUILD)/%.o: src/%.c | $(BUILD)
	$(CC) $(CFLAGS) -MMD -MP -c $< -o $@

$(BUILD):
	mkdir -p $@

test: build ## Run the tests
	@for test in tests/*.sh; do \
		echo "running $$test"; \
		bash $$test || exit 1; \
	done

test-%: build
	bash tests/$*.sh

install: build
	install -d $(DESTDIR)$(PREFIX)/bin
	install -m 755 $(BUILD)/shop$(EXE) $(DESTDIR)$(PREFIX)/bin/

clean: ## Throw away what was built
	-rm -rf $(BUILD)
	rm -f *.log core

# Prints the targets with their comments.
help:
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | \
		awk 'BEGIN {FS = ":.*## "}; {printf "%-12s %s\n", $$1, $$2}'

docs: README.md CHANGELOG.md
	pandoc --standalone --output docs.html $^
	@echo "Wrote docs.html"

release: clean all
	git tag -a v$(VERSION) -m "Release $(VERSION)"
	git push --tags
	tar czf shop-$(VERSION).tar.gz $(BUILD)/shop$(EXE) README.md

coverage:
	$(MAKE) clean
	$(MAKE) build CFLAGS="$(CFLAGS) --coverage"
	lcov --capture --directory $(BUILD) --output-file $(BUILD)/coverage.info
	genhtml $(BUILD)/coverage.info --output-directory $(BUILD)/coverage

format:
	clang-format -i src/*.c src/*.h

lint:
	cppcheck --enable=all --suppress=missingIncludeSystem --error-exitcode=1 src
	shellcheck tests/*.sh

image:
	docker build --tag shop:$(VERSION) --build-arg VERSION=$(VERSION) .
	docker run --rm shop:$(VERSION) --version

watch:
	while inotifywait --recursive --event modify src; do $(MAKE) build; done

override CFLAGS += -fPIC
vpath %.h include
