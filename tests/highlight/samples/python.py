#!/usr/bin/env python3
"""Count words in a folder of notes.

Usage: count.py FOLDER [--top N]
"""
from __future__ import annotations

import argparse
import asyncio
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Iterator, Optional

WORD = re.compile(r"[^\W\d_]+(?:'\w+)?", re.UNICODE)
STOP = frozenset({"the", 'a', "an", 'and', "or", "of"})
LIMIT = 1_000_000
RATIO = 3.14e-2 + 0xFF - 0b1010 + 0o17 + 2j


@dataclass(frozen=True, slots=True)
class Note:
    """A file with its words."""

    path: Path
    text: str = ""
    words: Counter[str] = field(default_factory=Counter, repr=False)

    def __post_init__(self) -> None:
        self.words.update(w.lower() for w in WORD.findall(self.text))

    @property
    def title(self) -> str:
        first, *_ = self.text.splitlines() or [""]
        return first.lstrip("# ") or self.path.stem

    def __len__(self):
        return sum(self.words.values())


class Index(dict):
    count: int = 0

    def __init__(self, *notes: Note, **options: Any):
        super().__init__()
        self.options = options
        for note in notes:
            self.add(note)

    def add(self, note: Note, /, *, weight: float = 1.0) -> None:
        for word, n in note.words.items():
            if word in STOP or len(word) < 2:
                continue
            self.setdefault(word, []).append((note, n * weight))
            self.count += 1

    @staticmethod
    def key(item: tuple[str, list]) -> int:
        return -sum(n for _, n in item[1])

    @classmethod
    def empty(cls):
        return cls()


def timed(limit: Optional[float] = None) -> Callable:
    def decorate(function):
        async def inner(*args, **kwargs):
            loop = asyncio.get_running_loop()
            start = loop.time()
            try:
                return await asyncio.wait_for(function(*args, **kwargs), timeout=limit)
            except asyncio.TimeoutError as error:
                raise RuntimeError(f"{function.__name__!r} took more than {limit:.1f} s") from error
            finally:
                print(f"took {loop.time() - start:>8.3f} s", file=sys.stderr)
        return inner
    return decorate


@timed(limit=2.5)
async def read(folder: Path) -> list[Note]:
    notes = []
    async for path in walk(folder):
        with path.open(encoding="utf-8", errors='replace') as file:
            notes.append(Note(path, file.read()))
    return notes


async def walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*.md")):
        if not path.name.startswith("."):
            yield path
        await asyncio.sleep(0)


def describe(value: Any) -> str:
    match value:
        case {"kind": "note", "title": str(title)} if title:
            return f"a note called {title.upper()}"
        case [first, *rest]:
            return f'a list of {len(rest) + 1}, first {first!r}, {{braces}} and {"nested" if rest else "none"}'
        case int() | float():
            return "a number\tand \N{BULLET} more \\"
        case _:
            return rb"\x00 raw bytes".decode()


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--top", type=int, default=10, help='how many words to show')
    args = parser.parse_args(argv)
    notes = asyncio.run(read(args.folder))
    index = Index(*notes)
    total = defaultdict(int)
    for word, places in sorted(index.items(), key=Index.key)[: args.top]:
        total[word] += sum(n for _, n in places)
        print('{:<20} {:>6}'.format(word, total[word]))
    assert index.count <= LIMIT, "too many words"
    longest = max(notes, key=lambda note: len(note), default=None)
    if longest is not None and not (len(longest) % 2):
        global RATIO
        RATIO = len(longest) // 2 ** 3
    return 0 if notes else 1


if __name__ == "__main__":
    sys.exit(main())
