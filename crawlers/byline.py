"""What is printed around the title: when the article was published, who wrote it, which medium it is from."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, tzinfo

from lxml import etree

from crawlers.dates import FoundDate, find_date
from crawlers.head import squeeze
from crawlers.render import Run, class_words, clean, text_of

#: Between the inline elements of a line, and between lines: a name does not go on beyond them.
_PIECE, _LINE = "\x1f", "\x1e"
_GAP = rf"[\s{_PIECE}]*"
_OUTLET = re.compile(
    rf"(?:文章|稿件|信息|本文)?(?:来源|來源|稿源|出处)(?:{_GAP}[:：]{_GAP}|于[\s{_PIECE}]+)"
    rf"(?P<name>[^\s|｜：:，,。）)】\]/{_PIECE}{_LINE}]{{2,24}})"
)
_NAME = r"[\u4e00-\u9fa5·]{2,5}"
_AUTHOR = re.compile(
    rf"(?:作者|撰文|记者|記者|文){_GAP}[:：/／丨|｜]{_GAP}(?:[○●◎]?\s*记者\s+)?(?P<name>{_NAME}(?![\u4e00-\u9fa5])"
    rf"(?:(?:[、，,]{_GAP}|[ \u3000])(?!责编|编辑|来源|校对|摄影|日期|时间|分享|阅读)[\u4e00-\u9fa5·]{{2,4}}(?![\u4e00-\u9fa5:：]))*"
    r"|[A-Za-z][A-Za-z .'-]{1,30})"
)
#: "某报记者 王某": a medium's own reporter, without a colon.
_REPORTER = re.compile(
    rf"(?:^|[\s{_PIECE}{_LINE}])(?:[\u4e00-\u9fa5]{{2,8}})?[记記]者[\s{_PIECE}]+(?P<name>[\u4e00-\u9fa5]{{2,4}}(?:[、 ][\u4e00-\u9fa5]{{2,4}})*)"
    rf"[\s]*(?=$|[{_PIECE}{_LINE}／/])"
)
#: "…讯（记者 王某）": the first sentence names its reporter.
_DATELINE = re.compile(
    r"^.{0,40}[（(](?:[\u4e00-\u9fa5]{2,8})?[记記]者[:：\s]*(?P<name>[\u4e00-\u9fa5]{2,4}(?:[、，, ][\u4e00-\u9fa5]{2,4})*)\s*[)）]"
)
_ENGLISH_BY = re.compile(rf"(?:^|[{_LINE}{_PIECE}])\s*By{_GAP}(?P<name>[A-Z][A-Za-z.'-]+(?: [A-Z][A-Za-z.'-]+){{1,3}})")
#: What no name has: figures, and the words of a label or a button.
_NO_NAME = re.compile(r"\d{2}|[:：。，]|来源|作者|编辑|关注|阅读|评论|分享|登录")
_SENTENCE = re.compile(r"[。！？]")
_TIME_CLASS = re.compile(r"time|date|pub|info|source|meta|riqi|shijian|from|ly", re.IGNORECASE)
#: Relative to a day that a saved page does not have: "3小时前", "今天 10:31", "10:31".
_RELATIVE = re.compile(
    r"^\d{1,2}:\d{2}(?::\d{2})?$|前|刚刚|剛剛|ago|just now|今[天日]|昨[天日]|today|yesterday|周|星期", re.IGNORECASE
)
#: A line that only tells when the page was last changed.
_UPDATED = re.compile(r"\W*(?:(?:最后|最近|最後)?(?:更新|修改)|(?:Last )?(?:Updated|Modified|Edited))", re.IGNORECASE)
_POSTED = re.compile(r"发布于|發布於|发表于|发布时间|发布日期|编辑于|发稿时间|发表时间|Posted|Published|日期|时间")
_STAMPS = etree.XPath(
    "//*[@*[contains(name(), 'time') or contains(name(), 'date') or contains(name(), 'publish') or contains(name(), 'created')]]"
)
_STAMP_NAME = re.compile(r"time|date|publish|created", re.IGNORECASE)
_STAMP = re.compile(r"\d{10}(?:\d{3})?|20\d{2}[-/]\d{1,2}[-/]\d{1,2}(?:[ T]\d{1,2}:\d{2}.*)?")
#: Lines of the header that are looked at, above the title and below it.
_ABOVE, _BELOW = 4, 40


def header_block(everything: list[Run], title: str, body: etree._Element | None) -> list[Run]:
    """The runs from the title to the first sentences of the body, then the few that stand above the title."""
    start = title_line(everything, title)
    inside = set(body.iter()) if body is not None else set()
    begin = next((i for i, run in enumerate(everything) if run.block in inside), len(everything))
    if start < 0:
        start = max(0, begin - 12)
    stop = max(begin + 4, start + 1) if begin > start else start + 14
    below = everything[start : min(stop, start + _BELOW)]
    return _to_second_sentence(below) + everything[max(0, start - _ABOVE) : start][::-1]


def title_line(everything: list[Run], title: str) -> int:
    """Where the title is printed, -1 where it is not."""
    bare = squeeze(title)
    if len(bare) < 4:
        return -1
    squeezed = [squeeze(run.text) for run in everything]
    exact = next((i for i, text in enumerate(squeezed) if text == bare), -1)
    if exact >= 0 or len(bare) < 6:
        return exact
    return next((i for i, text in enumerate(squeezed) if bare in text and len(text) < 2 * len(bare) + 20), -1)


def _to_second_sentence(block: list[Run]) -> list[Run]:
    """A summary may stand between title and byline; what follows a second paragraph is the article, or other news."""
    paragraphs = 0
    for number, run in enumerate(block[1:], 1):
        paragraphs += len(run.text) > 60 and _SENTENCE.search(run.text) is not None
        if paragraphs == 2:
            return block[:number]
    return block


def find_header_date(block: list[Run], now: datetime, tz: tzinfo) -> FoundDate | None:
    """The date printed beside the title; short lines only, so that no sentence's date is taken."""
    day = other = relative = None
    for run in block:
        if len(run.text) > 160 or (len(run.text) > 40 and _SENTENCE.search(run.text)):
            continue
        for stamp in run.block.iter("time"):
            words = class_words(stamp.get("class") or "")
            if "updated" not in words and (found := find_date(stamp.get("datetime") or "", now, tz)):
                return found
        found = find_date(run.spaced, now, tz)
        if found is None:
            continue
        if _RELATIVE.search(found.raw):
            relative = relative or found
        elif _UPDATED.match(run.text):
            other = other or found
        elif found.precision != "day" and (_about_time(run) or len(run.text) <= 100):
            if day is None or day.value.date() == found.value.date():
                return found
            # Farther from the title than a day that it is not of: the moment of a share's price, or of the server.
            other = other or found
        elif len(run.text) <= 80:
            day = day or found
    return day or other or relative or _split_day(block, now, tz)


def _split_day(block: list[Run], now: datetime, tz: tzinfo) -> FoundDate | None:
    """A day that is drawn as a tear-off calendar: ``12`` on one line, ``2026-06`` or ``2026/06`` on the next."""
    for run in block:
        near = run.block.getparent()
        for element in (run.block, near):
            text = clean(" ".join(map(str, element.itertext()))) if element is not None else ""
            if len(text) > 200:
                continue
            match = re.search(r"(?<!\d)(\d{1,2})\s+(20\d{2})\s*[-/.年]\s*(\d{1,2})(?!\d)", text)
            if match and (found := find_date(f"{match[2]}-{match[3]}-{match[1]}", now, tz)):
                return found
    return None


def find_stamped_date(tree: etree._Element, block: list[Run], now: datetime, tz: tzinfo) -> FoundDate | None:
    """A time that only an attribute holds, for a script to print: the first one after the title, else near it."""
    marked = _STAMPS(tree)
    elements = [one for one in marked if isinstance(one, etree._Element)] if isinstance(marked, list) else []
    if not elements or not block:
        return None
    place = {element: number for number, element in enumerate(tree.iter())}
    title = place[block[0].block]
    dated = ((element, found) for element in elements if (found := _stamp_of(element, now, tz)))
    near = sorted(
        (abs(distance), distance < 0, found.raw, found)
        for element, found in dated
        if (distance := place[element] - title) > -40
    )
    return near[0][3] if near and near[0][0] < 400 else None


def _stamp_of(element: etree._Element, now: datetime, tz: tzinfo) -> FoundDate | None:
    for name, value in ((str(name), str(value)) for name, value in element.items()):
        if _STAMP_NAME.search(name) and _STAMP.fullmatch(value.strip()) and (found := find_date(value, now, tz)):
            return found
    return None


def find_footer_date(everything: list[Run], now: datetime, tz: tzinfo) -> FoundDate | None:
    """A date that says of itself that it is the day of publication, anywhere on the page."""
    for run in everything:
        if len(run.text) <= 80 and _POSTED.search(run.text) and (found := find_date(run.spaced, now, tz)):
            return found
    return None


def with_year(printed: FoundDate, day: FoundDate | None) -> FoundDate:
    """A date printed without its year, or relative to an unknown day, set right by one that is sure of its day."""
    if day is None or re.search(r"(?:19|20)\d{2}", printed.raw):
        return printed
    if _RELATIVE.search(printed.raw):
        return printed if abs(printed.value - day.value) <= timedelta(days=2) else day
    if (printed.value.month, printed.value.day) == (day.value.month, day.value.day):
        moment = printed.value.replace(year=day.value.year)
        return FoundDate(moment, printed.precision, printed.raw)
    return printed


def is_relative(date: FoundDate) -> bool:
    """Whether a date was counted from the moment of reading."""
    return _RELATIVE.search(date.raw) is not None


def dateline_author(text: str) -> str:
    """The reporter whom the first sentence names in brackets, as wires and papers do."""
    match = _DATELINE.match(text)
    return match["name"] if match else ""


def find_credits(block: list[Run]) -> tuple[str, str]:
    """Author and original outlet as the header block prints them."""
    lines = (_PIECE.join(piece for piece in map(clean, run.pieces) if piece) for run in block if len(run.text) <= 160)
    text = _LINE.join(lines)
    author = _AUTHOR.search(text) or _REPORTER.search(text) or _ENGLISH_BY.search(text)
    outlet = _OUTLET.search(text)
    return (
        clean(author["name"].replace(_PIECE, " ")) if author else _marked(block, "author"),
        outlet["name"].strip() if outlet else _marked(block, "source"),
    )


def _marked(block: list[Run], name: str) -> str:
    """The short text of an element that is called author or source: some pages print no word before it."""
    for run in block:
        if len(run.text) > 160:
            continue
        for element in run.block.iter("span", "a", "div", "em", "i", "p"):
            words = class_words(f"{element.get('class') or ''} {element.get('id') or ''} {element.get('rel') or ''}")
            if name in words and 2 <= len(text := text_of(element)) <= 20 and _NO_NAME.search(text) is None:
                return text
    return ""


def _about_time(run: Run) -> bool:
    names = f"{run.block.get('class') or ''} {run.block.get('id') or ''}"
    return _TIME_CLASS.search(names) is not None or len(run.text) <= 40
