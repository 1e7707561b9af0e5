"""Dates as Chinese and English news print them, absolute and relative, to an aware time with its precision."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from crawlers.records import Precision


@dataclass(frozen=True)
class FoundDate:
    """An aware time, how exact it is, and the characters it was read from."""

    value: datetime
    precision: Precision
    raw: str


_FIRST_YEAR = 1990
_AHEAD = timedelta(days=2)  # filings of the evening carry the next day's date; anything later is no publication date
_TRADITIONAL = str.maketrans("剛鐘時個點後週號兩", "刚钟时个点后周号两")
_WIDE = str.maketrans("０１２３４５６７８９：／－．", "0123456789:/-.")
_NUMERALS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "○": 0,
    "两": 2,
    "半": 0.5,
    "几": 3,
    "数": 3,
}
_WEEKDAYS = "一二三四五六日天"

_TIME = (
    r"(?P<half>上午|下午|晚上|凌晨|中午|早上|晚间)?\s*(?P<h>\d{1,2})\s*(?:[:时点])\s*(?P<mi>\d{1,2})(?!\d)"
    r"(?:\s*[:分]\s*(?P<s>\d{1,2})(?!\d)(?:[.,]\d{1,9})?)?\s*[秒分]?\s*(?P<ampm>[AaPp]\.?[Mm]\.?)?"
    r"\s*\(?(?P<zone>Z\b|[+-]\d{2}:?\d{2}\b|UTC\b|GMT(?:\s*\+\s*8|\+0?8:?00)?"
    r"|(?:CST|EST|EDT|ET|PST|PDT|PT|HKT|SGT|CEST|CET|BST|JST|KST)\b)?"
)
_GAP = r"[\sT,，\u3000|·]*(?:\(?(?:星期|周)[一二三四五六日天]\)?)?[\sT,，\u3000|·]*"
_YMD = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d{2})\s*(?:[-/.]|年)\s*(?P<mo>\d{1,2})\s*(?:[-/.]|月)\s*(?P<d>\d{1,2})(?!\d)\s*[日号]?"
    rf"(?:{_GAP}{_TIME})?"
)
_DMY = re.compile(
    rf"(?<!\d)(?P<d>\d{{1,2}})(?P<sep>[/.-])(?P<mo>\d{{1,2}})(?P=sep)(?P<y>(?:19|20)\d{{2}})(?!\d)(?:{_GAP}{_TIME})?"
)
#: As American pages have it; asked only where the day and month cannot be the other way about.
_US_MDY = re.compile(_DMY.pattern.replace("(?P<d>", "(?P<_>").replace("(?P<mo>", "(?P<d>").replace("(?P<_>", "(?P<mo>"))
#: The same with AM or PM behind it, as scripts write a moment in their own American way.
_US_CLOCK = re.compile(_US_MDY.pattern.removesuffix("?").replace("[AaPp]\\.?[Mm]\\.?)?", "[AaPp]\\.?[Mm]\\.?)"))
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = r"(?P<mon>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_EN_MDY = re.compile(
    rf"\b{_MONTH}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>(?:19|20)\d{{2}})(?!\d)(?:,?[\s·|•–—-]*(?:at\s+)?{_TIME})?",
    re.I,
)
_EN_DMY = re.compile(
    rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s-]{_MONTH}[\s,-]+(?P<y>(?:19|20)\d{{2}})(?!\d)(?:,?[\s·|•–—-]*(?:at\s+)?{_TIME})?",
    re.I,
)
_HAN_YMD = re.compile(
    r"([二两][〇零○一二三四五六七八九]{3})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
_COMPACT = re.compile(
    r"(?<!\d)(?P<y>20\d{2})(?P<mo>0[1-9]|1[0-2])(?P<d>[0-3]\d)(?:(?P<h>[0-2]\d)(?P<mi>[0-5]\d)(?P<s>[0-5]\d)?\d{0,3})?(?!\d)"
)
#: The year in two figures, as some portals print it: 26-06-12 10:31.
_SHORT_YMD = re.compile(
    rf"(?<![\d/.-])(?P<yy>[12]\d)-(?P<mo>0[1-9]|1[0-2])-(?P<d>[0-3]\d)(?=\d\d:\d\d|[^-/.\d]|$)(?:{_GAP}{_TIME})?"
)
_MD = re.compile(
    rf"(?<![\d/.\-年])(?:(?P<mo>\d{{1,2}})月(?P<d>\d{{1,2}})[日号](?:{_GAP}{_TIME})?"
    rf"|(?P<mo2>\d{{1,2}})[-/](?P<d2>\d{{1,2}})(?![\d/\-]){_GAP}{_TIME.replace('(?P<', '(?P<x')})"
)
_MD_ALONE = re.compile(r"^\s*(?P<mo>\d{1,2})[-/.](?P<d>\d{1,2})\s*$")
_AGO = re.compile(
    r"(?<!\d)((?:(?:\d{1,4}|半|几|数|[一两二三四五六七八九十])\s*(?:个半|个)?\s*(?:秒钟?|分钟?|小时|钟头|天|日|周|星期|月|年)\s*){1,2})(?:之前|以前|前)"
)
_AGO_PART = re.compile(
    r"(\d{1,4}|半|几|数|[一两二三四五六七八九十])\s*(个半|个)?\s*(秒|分|小时|钟头|天|日|周|星期|月|年)"
)
_EN_AGO = re.compile(r"\b(an?|\d{1,4})\s+(second|minute|hour|day|week|month|year|min|hr)s?\.?\s+ago\b", re.I)
_DAY_WORD = re.compile(rf"(今天|今日|昨天|昨日|前天|today|yesterday)(?:{_GAP}{_TIME})?", re.I)
_WEEKDAY = re.compile(rf"(上)?(?:星期|周)([{_WEEKDAYS}])(?:{_GAP}{_TIME})?")
_JUST = re.compile(r"刚刚|just now", re.I)
_CLOCK = re.compile(rf"^\s*{_TIME}\s*$")
_EPOCH = re.compile(r"^\s*(\d{10})(\d{3}|\d{6})?(?:\.\d+)?\s*$")
_SECONDS = {
    "秒": 1,
    "分": 60,
    "小时": 3600,
    "钟头": 3600,
    "天": 86400,
    "日": 86400,
    "周": 604800,
    "星期": 604800,
    "月": 2592000,
    "年": 31536000,
}
_EN_SECONDS = {
    "second": 1,
    "minute": 60,
    "min": 60,
    "hour": 3600,
    "hr": 3600,
    "day": 86400,
    "week": 604800,
    "month": 2592000,
    "year": 31536000,
}
_ZONES = {
    "EST": -5, "EDT": -4, "PST": -8, "PDT": -7, "HKT": 8, "SGT": 8, "CST": 8, "UTC": 0, "GMT": 0, "Z": 0,
    "BST": 1, "CEST": 2, "JST": 9, "KST": 9,
}  # fmt: skip
#: Summer time or not, as the day says.
_REGIONS = {"ET": ZoneInfo("America/New_York"), "PT": ZoneInfo("America/Los_Angeles"), "CET": ZoneInfo("Europe/Berlin")}


def find_date(text: str, now: datetime, tz: tzinfo) -> FoundDate | None:
    """The first date in ``text``; ``now`` (aware) is when it was fetched, ``tz`` holds for times without a zone.

    None where there is no date, or only impossible ones and ones more than two days ahead of ``now``.
    """
    if not text:
        return None
    plain = text[:2000].translate(_WIDE)
    now = now.astimezone(tz)
    for reader in _READERS:
        for found in reader(plain, now, tz):
            # Only years that a news archive can hold: "1900-01-01" is how databases spell "unknown".
            if found.value.year >= _FIRST_YEAR and found.value <= now + _AHEAD:
                return found
    return None


def month_first(found: FoundDate, now: datetime) -> FoundDate:
    """A date such as 06/05/2026 read as Americans write it, unless that day is still to come."""
    match = re.match(r"(\d{1,2})/(\d{1,2})/", found.raw)
    if match is None or (int(match[1]), int(match[2])) != (found.value.day, found.value.month) or int(match[1]) > 12:
        return found
    value = found.value.replace(month=int(match[1]), day=int(match[2]))
    return FoundDate(value, found.precision, found.raw) if value <= now + _AHEAD else found


def _epoch(text: str, now: datetime, tz: tzinfo) -> Iterator[FoundDate]:
    if match := _EPOCH.match(text):
        value = datetime.fromtimestamp(int(match[1]), tz)
        midnight = value.hour == value.minute == value.second == 0 and int(match[2] or 0) == 0
        yield FoundDate(value, "day" if midnight else "second", text.strip())


def _rfc822(text: str, now: datetime, tz: tzinfo) -> Iterator[FoundDate]:
    if not re.match(r"\s*(?:[A-Za-z]{3},\s*)?\d{1,2}\s+[A-Za-z]{3}\s+\d{4}\s+\d", text) or re.search(
        r"\d\s*[ap]\.?m", text, re.I
    ):
        return
    try:
        value = parsedate_to_datetime(text.strip())
    except (ValueError, TypeError, IndexError, OverflowError):
        return
    aware = value.replace(tzinfo=tz) if value.tzinfo is None else value.astimezone(tz)
    yield FoundDate(aware, "second", text.strip())


def _absolute(pattern: re.Pattern[str]) -> Callable[[str, datetime, tzinfo], Iterator[FoundDate]]:
    def read(text: str, now: datetime, tz: tzinfo) -> Iterator[FoundDate]:
        for match in pattern.finditer(text):
            part = match.groupdict()
            part["y"] = part.get("y") or f"20{part['yy']}"
            month = _MONTHS.index(part["mon"].lower()) + 1 if part.get("mon") else int(part["mo"])
            if found := _make(int(part["y"]), month, int(part["d"]), part, tz, match[0]):
                yield found

    return read


def _han(text: str, now: datetime, tz: tzinfo) -> Iterator[FoundDate]:
    for match in _HAN_YMD.finditer(text):
        year = int("".join(str(_NUMERALS[c]) for c in match[1]))
        if found := _make(year, _han_number(match[2]), _han_number(match[3]), {}, tz, match[0]):
            yield found


def _month_day(text: str, now: datetime, tz: tzinfo) -> Iterator[FoundDate]:
    for match in [*_MD.finditer(text), *_MD_ALONE.finditer(text)]:
        part = match.groupdict()
        if part.get("mo2"):
            part = {key.removeprefix("x"): value for key, value in part.items() if key.startswith("x")} | {
                "mo": part["mo2"],
                "d": part["d2"],
            }
        # The latest year in which this day is not in the future: December news read in January is last year's.
        for year in (now.year + 1, now.year, now.year - 1, now.year - 2, now.year - 3, now.year - 4):
            found = _make(year, int(part["mo"]), int(part["d"]), part, tz, match[0])
            if found and found.value <= now + timedelta(days=1):
                yield found
                break


def _ago(text: str, now: datetime, tz: tzinfo) -> Iterator[FoundDate]:
    plain = text.translate(_TRADITIONAL)
    if match := _AGO.search(plain):
        seconds, unit = 0.0, ""
        for count, half, unit in _AGO_PART.findall(match[1]):
            number = float(count) if count.isdigit() else float(_NUMERALS.get(count, 10 if count == "十" else 1))
            seconds += (number + (0.5 if half == "个半" else 0)) * _SECONDS[unit]
        yield from _before(now, seconds, _SECONDS[unit], match[0])
    elif english := _EN_AGO.search(plain):
        count = 1 if english[1].lower().startswith("a") else int(english[1])
        size = _EN_SECONDS[english[2].lower()]
        yield from _before(now, count * size, size, english[0])
    elif just := _JUST.search(plain):
        yield FoundDate(now.replace(microsecond=0), "minute", just[0])


def _before(now: datetime, seconds: float, unit: int, raw: str) -> Iterator[FoundDate]:
    try:
        value = now.replace(microsecond=0) - timedelta(seconds=seconds)
    except OverflowError:
        return
    yield FoundDate(value, "minute" if unit < 86400 else "day", raw)


def _day_word(text: str, now: datetime, tz: tzinfo) -> Iterator[FoundDate]:
    plain = text.translate(_TRADITIONAL)
    for match in _DAY_WORD.finditer(plain):
        word = match[1].lower()
        back = {"今": 0, "t": 0, "昨": 1, "y": 1, "前": 2}[word[0]]
        day = now - timedelta(days=back)
        if found := _make(day.year, day.month, day.day, match.groupdict(), tz, match[0]):
            yield found
    for match in _WEEKDAY.finditer(plain):
        back = (now.weekday() - min(_WEEKDAYS.index(match[2]), 6)) % 7 + (7 if match[1] else 0)
        day = now - timedelta(days=back)
        if found := _make(day.year, day.month, day.day, match.groupdict(), tz, match[0]):
            yield found


def _clock(text: str, now: datetime, tz: tzinfo) -> Iterator[FoundDate]:
    if (match := _CLOCK.match(text)) and (
        found := _make(now.year, now.month, now.day, match.groupdict(), tz, match[0].strip())
    ):
        yield found


_READERS = (
    _epoch, _rfc822, _absolute(_YMD), _absolute(_US_CLOCK), _absolute(_DMY), _absolute(_US_MDY), _absolute(_EN_MDY), _absolute(_EN_DMY), _han,
    _ago, _day_word, _absolute(_SHORT_YMD), _month_day, _absolute(_COMPACT), _clock,
)  # fmt: skip


def _make(year: int, month: int, day: int, part: dict[str, str | None], tz: tzinfo, raw: str) -> FoundDate | None:
    hour, minute, second = (int(part.get(name) or 0) for name in ("h", "mi", "s"))
    afternoon = (part.get("half") or "") in ("下午", "晚上", "晚间") or (part.get("ampm") or "")[:1].lower() == "p"
    if afternoon and hour < 12:
        hour += 12
    elif (part.get("ampm") or "")[:1].lower() == "a" and hour == 12:
        hour = 0
    precision: Precision = "second" if part.get("s") else "minute" if part.get("h") else "day"
    try:
        value = datetime(year, month, day, hour, minute, second, tzinfo=_zone(part.get("zone"), tz))
        return FoundDate(value.astimezone(tz), precision, raw.strip(" \t\r\n,，|·\u3000"))
    except (ValueError, OverflowError):
        return None


def _zone(printed: str | None, tz: tzinfo) -> tzinfo:
    if not printed:
        return tz
    name = re.sub(r"\s", "", printed).upper()
    if match := re.search(r"([+-])(\d{2}):?(\d{2})$", name):
        offset = timedelta(hours=int(match[2]), minutes=int(match[3]))
        return timezone(offset if match[1] == "+" else -offset)
    if name.startswith("GMT+"):
        return timezone(timedelta(hours=8))
    if name in _REGIONS:
        return _REGIONS[name]
    hours = _ZONES[name]
    return timezone(timedelta(hours=hours)) if hours else UTC


def _han_number(text: str) -> int:
    if "十" not in text:
        return int(_NUMERALS.get(text, 0))
    tens, _, ones = text.partition("十")
    return int(_NUMERALS.get(tens, 1)) * 10 + int(_NUMERALS.get(ones, 0))
