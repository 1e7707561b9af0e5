"""``chuhai extract``: reading without a database."""

from __future__ import annotations

import gc
import gzip
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import click

from errors import MissingFileError, UsageError
from nlp.gate import gate


@dataclass(frozen=True, slots=True)
class Item:
    """One line of an archive: what reading needs of it."""

    id: str
    title: str
    text: str
    date: str
    source: str


def extract_file(file: str, output: str | None, workers: int, background: bool) -> None:
    """Read the deals of each article of ``file`` and write a line for each; a line that cannot be read is named."""
    skipped = 0
    gc.set_threshold(50_000, 20, 20)  # what one article needs lives too short to be looked through every 700 objects
    with ExitStack() as files:
        lines = files.enter_context(_open_lines(file))
        out: TextIO = files.enter_context(Path(output).open("w", encoding="utf-8")) if output else sys.stdout
        for result in _read_all(_items(lines, file), workers, background):
            if isinstance(result, BadLine):
                skipped += 1
                click.echo(f"chuhai: {result}", err=True)
                continue
            out.write(result + "\n")
    if skipped:
        click.echo(f"chuhai: {skipped} line(s) skipped", err=True)


class BadLine(UsageError):
    """A line of an archive that cannot be read; it is skipped and counted."""

    def __init__(self, file: str, number: int, why: str) -> None:
        super().__init__(f"{file}, line {number}: {why}; skipped")


def _open_lines(file: str) -> AbstractContextManager[TextIO]:
    if file == "-":
        return nullcontext(sys.stdin)
    path = Path(file)
    if not path.is_file():
        raise MissingFileError(path)
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8", errors="replace")
    return path.open(encoding="utf-8", errors="replace")


_LONGEST = 2_000_000


def _items(lines: Iterable[str], file: str) -> Iterator[Item | BadLine]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row: Any = json.loads(line)
            item = Item(
                str(row["id"]),
                str(row.get("title") or ""),
                str(row["text"]),
                str(row.get("date") or row.get("published") or ""),
                str(row.get("source") or ""),
            )
        except json.JSONDecodeError as error:
            yield BadLine(file, number, f"no JSON ({error.msg})")
        except (KeyError, TypeError, AttributeError) as error:
            yield BadLine(file, number, f"no field {error}" if isinstance(error, KeyError) else "not an object")
        else:
            if len(item.text) > _LONGEST:
                yield BadLine(
                    file, number, f"{len(item.text):,} characters are more than the {_LONGEST:,} that are read"
                )
            else:
                yield item


def _read_all(items: Iterator[Item | BadLine], workers: int, background: bool) -> Iterator[str | BadLine]:
    if workers == 1:
        for item in items:
            yield item if isinstance(item, BadLine) else read_line(item, background)
        return
    from concurrent.futures import ProcessPoolExecutor
    from itertools import islice

    with ProcessPoolExecutor(workers) as pool:
        while batch := list(islice(items, 64 * workers)):
            good = [i for i in batch if isinstance(i, Item)]
            read = iter(pool.map(read_line, good, [background] * len(good), chunksize=16))
            for item in batch:
                yield item if isinstance(item, BadLine) else next(read)


def read_line(item: Item, background: bool = False) -> str:
    """The result line of one article, as JSON: id, relevant, deals."""
    if gate(item.title, item.text):  # nearly every line of a wire ends here
        return f'{{"id": {json.dumps(item.id)}, "relevant": false, "deals": []}}'
    from nlp.reader import parse_day, read_deals  # loads jieba and spaCy

    deals = read_deals(item.title, item.text, parse_day(item.date))
    relevant = any(deal.mention == "primary" for deal in deals)
    shown = [deal.to_json() for deal in deals if background or deal.mention == "primary"]
    return json.dumps({"id": item.id, "relevant": relevant, "deals": shown}, ensure_ascii=False)
