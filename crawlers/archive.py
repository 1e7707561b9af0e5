"""Reads archived items (JSON Lines, also .gz) as articles; a line that cannot be one is given out with the reason.

An item has ``id``, ``title``, ``text`` and ``published`` (a time) or ``date`` (a day); maybe ``source``, ``url``. One whose
time is empty came, as far as anybody knows, with the item before it.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from io import BufferedReader
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from crawlers.records import Article, Precision
from errors import MissingFileError

#: bytes; the longest real article seen has 60,000
LONGEST_LINE = 4_000_000
#: archived days are days in China, which has had no summer time since 1991
BEIJING = timezone(timedelta(hours=8))

SkipReason = Literal["no JSON", "too long", "broken characters", "missing or wrong field", "no text", "broken file"]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A line that is no article: where it stands, why, and its id where it could be read."""

    file: Path
    line: int
    reason: SkipReason
    detail: str = ""
    id: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: skipped, {self.reason}{f': {self.detail}' if self.detail else ''}"


class _Item(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)

    id: str = Field(min_length=1)
    title: str
    text: str
    source: str = ""
    url: str = ""
    published: str | None = None
    date: str | None = None


def read_archive(paths: Iterable[Path]) -> Iterator[Article | Skipped]:
    """Every line of the files in order; raises MissingFileError before anything is read where one is not there."""
    files = list(paths)
    for path in files:
        if not path.is_file():
            raise MissingFileError(path, "it is a folder" if path.is_dir() else "no such file")
    return (item for path in files for item in _read_file(path))


def _read_file(path: Path) -> Iterator[Article | Skipped]:
    number = 0
    clock = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    try:
        with path.open("rb") as raw, gzip.open(raw) if path.suffix == ".gz" else raw as lines:
            for number, line in enumerate(_lines(lines), 1):
                if line is None:
                    yield Skipped(path, number, "too long", f"more than {LONGEST_LINE:,} bytes")
                elif line.strip():
                    item = _read_line(path, number, line, clock)
                    clock = item.fetched if isinstance(item, Article) else clock
                    yield item
    except (OSError, EOFError, zlib.error) as error:
        yield Skipped(path, number + 1, "broken file", f"{error}; what follows is lost")


def _lines(file: BufferedReader | gzip.GzipFile) -> Iterator[bytes | None]:
    """The lines; None for one that is too long, which is passed over without holding it in memory."""
    while line := file.readline(LONGEST_LINE + 1):
        if len(line) <= LONGEST_LINE:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = file.readline(LONGEST_LINE)
        yield None


def _read_line(path: Path, number: int, line: bytes, clock: datetime) -> Article | Skipped:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Skipped(path, number, "no JSON", str(error))
    ident = value.get("id", "") if isinstance(value, dict) else ""
    ident = ident if isinstance(ident, str) else ""
    try:
        item = _Item.model_validate(value)
        if not item.model_fields_set & {"published", "date"}:
            return Skipped(path, number, "missing or wrong field", "neither published nor date", ident)
        stated = item.published or item.date or ""
        published, precision = _time(stated)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"])) or "item"
        return Skipped(path, number, "missing or wrong field", f"{field}: {first['msg']}", ident)
    except (ValueError, OverflowError):
        return Skipped(path, number, "missing or wrong field", "published or date: no time as 2026-05-14", ident)
    words = f"{item.title}\n{item.text}"
    if not words.strip():
        return Skipped(path, number, "no text", "title and text are empty", ident)
    if "\ufffd" in words or not _writable(words):
        return Skipped(path, number, "broken characters", "the text was once decoded wrongly", ident)
    return Article(
        source=item.source or "archive", url=item.url, title=item.title, text=item.text, published=published,
        precision=precision, raw_date=stated, fetched=published or clock, item_id=item.id,
    )  # fmt: skip


def _writable(text: str) -> bool:
    """Whether the text has no lone surrogates, which JSON can hold and no database or mail can."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _time(text: str) -> tuple[datetime | None, Precision]:
    """The moment of ``2026-05-14T00:08:23+08:00``, noon of ``2026-05-14`` in China, or nothing, and how exact it is."""
    if not text:
        return None, "unknown"
    if len(text) == 10:
        return datetime.combine(date.fromisoformat(text), time(12), BEIJING).astimezone(UTC), "day"
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)).astimezone(UTC), "second"
