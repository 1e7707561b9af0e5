"""Cuts an article into sections that are read apart (the items of a round-up) and says which characters carry no news."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.text import Sentence, split_sentences, strip_boilerplate

_ITEM = re.compile(r"(?:(?<=\n)|(?<=[。;!?…\"』」 ])|^)\s{0,4}(?:\d{1,2}[、.](?!\d)|[①-⑳]|[(（]\d{1,2}[)）])\s{0,4}")
_HEADLINE = re.compile(r"(?:^|(?<=[。;\n ]))(?P<name>[^,。;:\s]{2,12}):(?!\d)")
_ROUND_UP = re.compile(
    r"集锦|速递|早班车|精选|一览|早报|晚报|周报|日报|要闻|盘点|汇总|公告速递|速览|早知道|晚间公告|午间公告|大事提醒|投资日历|快讯集|纪要"
)


#: Names and sides are compared with each other, so a prospectus is read in pieces of at most this many characters.
#: A filing of some fifteen pages is read whole.
_PIECE = 20_000


@dataclass(frozen=True, slots=True)
class Section:
    """One story: its sentences (the title first, where it is the title's story); ``continued``: a later piece of one."""

    sentences: tuple[Sentence, ...]
    title: Sentence | None
    continued: bool = False

    @property
    def start(self) -> int:
        """Offset of its first character."""
        return self.sentences[0].start if self.sentences else 0

    @property
    def end(self) -> int:
        """Offset behind its last character."""
        return self.sentences[-1].end if self.sentences else 0


def find_sections(text: str, title_end: int) -> list[Section]:
    """The stories of ``text`` (title, line feed, body): one for most articles, one for each item of a numbered round-up.

    What is longer than a press article is cut into several, so that reading takes time in proportion to the text.
    """
    return [piece for section in _stories(text, title_end) for piece in _pieces(section)]


def _pieces(section: Section) -> Iterator[Section]:
    if section.end - section.start <= _PIECE:
        yield section
        return
    held: list[Sentence] = []
    continued = False
    for sentence in section.sentences:
        for start in range(sentence.start, sentence.end, _PIECE):
            part = Sentence(start, min(start + _PIECE, sentence.end))
            if held and part.end - held[0].start > _PIECE:
                yield Section(tuple(held), section.title if held[0] is section.title else None, continued)
                held, continued = [], True
            held.append(sentence if part.end == sentence.end and start == sentence.start else part)
    yield Section(tuple(held), section.title if held[0] is section.title else None, continued)


def _stories(text: str, title_end: int) -> list[Section]:
    items = list(_ITEM.finditer(text, title_end + 1 if title_end else 0))
    title = text[:title_end]
    if len(items) >= 4 or (len(items) >= 2 and _ROUND_UP.search(title)):
        edges = [m.end() for m in items] + [len(text)]
        stories = [(edges[i], items[i + 1].start() if i + 1 < len(items) else len(text)) for i in range(len(items))]
        return [
            Section(tuple(split_sentences(text, start, end)), None) for start, end in stories if text[start:end].strip()
        ]
    titles = list(_HEADLINE.finditer(text, title_end + 1))
    if len(titles) >= 3 and _ROUND_UP.search(title):
        edges = [m.start("name") for m in titles] + [len(text)]
        return [Section(tuple(split_sentences(text, edges[i], edges[i + 1])), None) for i in range(len(titles))]
    ignored = [(a + title_end + 1, b + title_end + 1) for a, b in strip_boilerplate(text[title_end + 1 :], title)]
    sentences: list[Sentence] = []
    head: Sentence | None = None
    if title.strip():
        head = Sentence(0, title_end)
        sentences.append(head)
    start = title_end + 1
    for a, b in [*ignored, (len(text), len(text))]:
        if a > start:
            sentences += split_sentences(text, start, a)
        start = max(start, b)
    if not sentences:
        return []
    return [Section(tuple(sentences), head)]
