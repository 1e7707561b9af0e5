"""A brief as Markdown: readable in a terminal, a mail's text part and any editor."""

from __future__ import annotations

from collections.abc import Iterator

from telling.brief import Brief, write_numbers
from telling.words import Words


def write_brief(brief: Brief, words: Words, *, sentences: bool = False) -> str:
    """The whole brief; every line ends in its source numbers, which are listed at the end.

    ``sentences`` puts under each line that is not a quote the sentence that says so.
    """
    return "\n".join(_lines(brief, words, sentences)) + "\n"


def _lines(brief: Brief, words: Words, sentences: bool) -> Iterator[str]:
    yield f"# {brief.title}"
    if brief.period:
        yield f"\n{brief.period}"
    if not brief.sections:
        yield f"\n{words('brief.nothing')}"
    for section in brief.sections:
        yield f"\n## {section.title}\n"
        for line in section.lines:
            yield f"- {line.text} {write_numbers(line.sources)}"
            if sentences and line.sentence:
                yield f"  > {line.sentence.strip()}"
    if brief.sources:
        yield f"\n## {words('brief.sources')}\n"
    for each in brief.sources:
        cited = each.source
        parts = (cited.outlet, cited.day, cited.title, cited.link)
        yield f"[{each.number}] " + " · ".join(part for part in parts if part)
    yield f"\n## {words('brief.definitions')}\n"
    yield from (f"- {definition}" for definition in brief.definitions)
