"""What stands below an article on its page and is not of it: further reading, comments, flashes, other articles.

Names of classes tell little, so what counts is how such things are built: a heading that announces them, items that
begin with a linked headline, rows of items that have a date or a name and then a sentence.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import islice, pairwise

from lxml import etree

from crawlers.boilerplate import ends_article, is_boilerplate, is_dated
from crawlers.byline import title_line
from crawlers.render import Run, class_words, clean, text_of

_SPOKEN = re.compile(r"[，。！？；]|[a-z][.,;] ")
#: So many items of one make are a list; of those made as the article itself is (posts of a thread) one is enough.
_ITEMS = 3
_ITEM_TAGS = frozenset(("div", "li", "dl", "article", "section", "tr", "dd", "table"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
#: Levels above a line at which items of a list are looked for.
_LEVELS = 4
_SHORT = 30
#: The shortest sentence that is an article's, or a comment's.
_SENTENCE = 20
#: A name, a headline, a number: what an item begins with.
_LABEL = 24


@dataclass(slots=True)
class _Item:
    """One element beside others of its make: what it begins with, and what else it has."""

    first: str
    headed: bool
    dated: bool = False
    spoken: bool = False
    size: int = 0

    @property
    def is_note(self) -> bool:
        """Whether it begins with a name and goes on with a sentence, as a comment does; a part of a text has a heading."""
        return self.spoken and not self.headed and len(self.first) <= _LABEL and not _SPOKEN.search(self.first)


@dataclass(frozen=True)
class Surroundings:
    """``own``: the elements around the article's first sentence, up to the one that holds the title as well;
    ``other``: elements that are not the article's."""

    own: frozenset[etree._Element] = frozenset()
    other: frozenset[etree._Element] = frozenset()


def look_around(page: list[Run], title: str) -> Surroundings:
    """What is the article's and what is not, of a page whose runs are ``page``.

    Only what follows the title and a first sentence counts, so that a page without either is not emptied.
    """
    start = title_line(page, title) if title else -1
    first = next((number for number in range(start + 1, len(page)) if _is_sentence(page[number])), -1)
    if start < 0 or first < 0:
        return Surroundings()
    above = {page[start].block, *page[start].block.iterancestors()}
    around = (page[first].block, *page[first].block.iterancestors())
    own = frozenset(element for element in around if element not in above)
    both = next((element for element in around if element in above), None)
    found: set[etree._Element] = set()
    rows: dict[tuple[etree._Element, str], dict[etree._Element, _Item]] = defaultdict(dict)
    for number, run in enumerate(page[start + 1 :], start + 1):
        _count(rows, run, above)
        if number <= first or len(run.text) > 2 * _SHORT:
            continue
        if len(run.text) <= _SHORT and ends_article(run.text):
            found.update(_announced(run.block, above))
        elif is_headline(run) and (teaser := _led_by(run.block, above)) is not None and teaser.getparent() not in own:
            found.add(teaser)
    for (outer, _), items in rows.items():
        found.update(_other_rows(outer, items, own, above, both))
    return Surroundings(own, frozenset(found))


def _other_rows(
    outer: etree._Element, items: dict[etree._Element, _Item], own: frozenset[etree._Element],
    above: set[etree._Element], both: etree._Element | None,
) -> list[etree._Element]:  # fmt: skip
    """The items of one make that are other news: entries beside the article's own, or a list below it."""
    later = [element for element in items if element not in own]
    dated = [element for element in later if items[element].dated]
    mine = [item for element, item in items.items() if element in own]
    if dated and ((mine and mine[0].dated) or _is_kin(later[:1], outer, above)):
        return dated
    notes = later if all(items[element].is_note for element in later) else []
    listed = dated if len(dated) >= _ITEMS else notes if len(notes) >= _ITEMS else []
    # In the article's own box a list that is most of it, such as a chronicle, is the article.
    inside = outer in own or (both is not None and both in (outer, *outer.iterancestors()))
    if listed and inside and both is not None:
        size = sum(items[element].size for element in listed)
        if outer in own or 2 * size > len(text_of(both)):
            return []
    return listed


def _is_kin(items: list[etree._Element], outer: etree._Element, above: set[etree._Element]) -> bool:
    """Whether the items of a list are made as the one beside them that holds the title: the other entries of a wire."""
    return any(
        sibling in above and sibling.tag == item.tag and class_words(sibling.get("class") or "") >= class_words(name)
        for item in items
        if (name := item.get("class") or "") and outer in above
        for sibling in item.itersiblings(preceding=True)
    )


def _count(
    rows: dict[tuple[etree._Element, str], dict[etree._Element, _Item]], run: Run, above: set[etree._Element]
) -> None:
    """Enter a line at every element around it that may be an item of a list."""
    short = len(run.text) <= _SHORT
    spoken = len(run.text) >= _SENTENCE and _SPOKEN.search(run.text) is not None
    dated = short and not spoken and is_dated(run.text)
    for inner, outer in islice(pairwise((run.block, *run.block.iterancestors())), _LEVELS):
        if inner in above:
            break
        if inner.tag not in _ITEM_TAGS:
            continue
        row = rows[outer, f"{inner.tag} {inner.get('class') or ''}"]
        if inner not in row:
            row[inner] = _Item(run.text, run.block.tag in _HEADINGS, dated, size=len(run.text))
            continue
        item = row[inner]
        item.size += len(run.text)
        # A date after the first sentence is one that the text speaks of.
        item.dated = item.dated or (dated and not item.spoken)
        item.spoken = item.spoken or spoken


def _is_sentence(run: Run) -> bool:
    return (
        len(run.text) >= _SENTENCE
        and _SPOKEN.search(run.text) is not None
        and 2 * run.linked < len(run.text)
        and not is_boilerplate(run.text)
        and run.block.tag not in ("figcaption", "figure")
        and not any(above.tag == "figure" for above in islice(run.block.iterancestors(), 2))
    )


def is_headline(run: Run) -> bool:
    """Whether a line is the title of another article: short, and a link as a whole."""
    return 8 <= len(run.text) <= 2 * _SHORT and run.linked >= 0.9 * len(run.text)


def _announced(heading: etree._Element, above: set[etree._Element]) -> list[etree._Element]:
    """A heading and what follows it; where nothing does, what follows the element that it is the heading of."""
    element = heading
    while (parent := element.getparent()) is not None and parent not in above and not _followed(element):
        element = parent
    return [element, *element.itersiblings()]


def _followed(element: etree._Element) -> bool:
    return any(_holds_text(sibling) for sibling in element.itersiblings())


def _holds_text(element: etree._Element) -> bool:
    return any(not text.isspace() for text in element.itertext())


def _led_by(element: etree._Element, above: set[etree._Element]) -> etree._Element | None:
    """The outermost element that begins with this one and holds more: the teaser or article below a linked headline."""
    start = element
    while (parent := element.getparent()) is not None and parent not in above:
        if clean(parent.text or "") or any(_holds_text(one) for one in element.itersiblings(preceding=True)):
            break
        element = parent
    return element if element is not start and len(text_of(element)) > len(text_of(start)) else None
