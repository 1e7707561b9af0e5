"""Tells news from history: whether a piece of a sentence speaks of the past, by its words and its dates."""

from __future__ import annotations

import re
from datetime import date

_PAST = re.compile(
    r"(?<![按据照])此前|早前|先前|曾经|(?<![给予与向、])曾(?!用名)|早在|去年|前年|上年|之前|截至目前|历史上|回顾|以往|前不久|近年来|近几年|近两年|原计划|在此之前|自成立以来|上个?月|今年(?:初|早些)|"
    r"previously|last year|in 20\d\d,|earlier"
)
_ATTRIBUTE = re.compile(
    r"^(?:开发|研发|推进|引进|生产|申报)?的(?![^,。;]{0,16}?(?:协议|合同)(?:项下|已|获|正式|终止|生效)|协议|合作|交易|公告|价格|方式|合同|战略|消息|议案|事项|全球|独家|最高|总额|框架|关于)"
)
_FULL = re.compile(r"(?P<y>20\d\d)年(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日)?")
_YEAR = re.compile(r"(?<!\d)(?P<y>20\d\d)年(?!\d{1,2}月|度|版|ASCO|AACR|ESMO|至|-|年底|全年|第)")
_THIS_YEAR = re.compile(r"今年(?P<m>\d{1,2})月(?!\d)")
_MONTH = re.compile(r"(?<![年\d])(?P<m>\d{1,2})月(?P<d>\d{1,2})日")
#: News older than this, by its own date, is history.
STALE_DAYS = 45


def is_past(before: str, day: date | None) -> bool:
    """Whether the words before a frame, in its own sentence, put it into the past of ``day`` (the article's date)."""
    return bool(_PAST.search(before)) or has_old_date(before, day)


def has_old_date(text: str, day: date | None) -> bool:
    """Whether the last date in ``text`` lies well before ``day``."""
    full = list(_FULL.finditer(text))
    if full and day:
        last = full[-1]
        month = min(max(int(last["m"]), 1), 12)
        if not last["d"]:
            return (day.year, day.month) > (int(last["y"]), month) and (day - date(int(last["y"]), month, 28)).days > 8
        told = date(int(last["y"]), month, min(int(last["d"]), 28))
        return (day - told).days > STALE_DAYS
    if full or not day:
        return False
    years = list(_YEAR.finditer(text))
    if years:
        return int(years[-1]["y"]) < day.year
    this_year = _THIS_YEAR.search(text)
    if this_year and int(this_year["m"]) < day.month:
        return True
    months = list(_MONTH.finditer(text))
    if months:
        told_month, told_day = int(months[-1]["m"]), int(months[-1]["d"])
        if 1 <= told_month <= 12 and 1 <= told_day <= 31:
            gap = (day.month - told_month) * 30 + day.day - told_day
            return gap % 360 > STALE_DAYS and gap % 360 < 350
    return False


def is_attribute(after: str) -> bool:
    """Whether the frame only describes a noun that follows (…合作开发的某药获批)."""
    return bool(_ATTRIBUTE.match(after))
