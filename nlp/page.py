"""The article as the reader works on it: folded, without the blanks that typesetting leaves between Han characters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from nlp.records import Evidence
from nlp.text import fold

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
#: A blank next to a Han character or a full-width mark carries nothing: 吉利 德, 2025年 10月.
_BLANK = re.compile(rf"(?<=[{_HAN},。;:、()])[ ]{{1,40}}|(?<![ ])[ ]{{1,40}}(?=[{_HAN},。;:、()])")
#: Half of a surrogate pair can be written to no file, database or mail.
_LONE = re.compile("[\ud800-\udfff]")
_DATE = re.compile(r"(?<!\d)(20\d\d)年(\d{1,2})月(\d{1,2})日")


@dataclass(frozen=True, slots=True)
class Page:
    """``whole`` is title, line feed, text as stored; ``text`` what is read; ``offsets`` lead from the second to the first."""

    whole: str
    text: str
    offsets: tuple[int, ...]
    title_end: int
    day: date | None

    def evidence(self, field: str, start: int, end: int, rule: str) -> Evidence:
        """Characters ``start:end`` of ``text`` as they stand in the article."""
        first = self.offsets[start]
        last = self.offsets[end - 1] + 1 if end > start else first
        return Evidence(field=field, start=first, end=last, text=self.whole[first:last], rule=rule)


def make_page(title: str, text: str, day: date | None) -> Page:
    """The article ready to be read; ``day`` falls back to the first full date in its opening."""
    whole = _LONE.sub("\ufffd", f"{title}\n{text}")
    folded = fold(whole)
    # In a headline a blank parts two clauses.
    head = _BLANK.sub(lambda m: "," * len(m[0]) if 4 < m.start() < len(title) - 4 else m[0], folded[: len(title)])
    folded = re.sub(r",(?=,)|(?<=[,:;。]),|,(?=[,:;。])", " ", head) + folded[len(title) :]
    drop = bytearray(len(folded))
    for match in _BLANK.finditer(folded):
        drop[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
    offsets = tuple(i for i in range(len(folded)) if not drop[i])
    compact = "".join(folded[i] for i in offsets) if len(offsets) < len(folded) else folded
    return Page(whole, compact, offsets, compact.index("\n"), day or _first_date(compact[:400]))


def _first_date(text: str) -> date | None:
    for match in _DATE.finditer(text):
        try:
            return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            continue
    return None
