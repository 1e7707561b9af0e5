"""A reported figure and a milestone in words, from their fields alone, in either language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from storage.places import PROVINCES, country_label, find_country
from storage.views import FactView, MilestoneView
from telling.amounts import format_money
from telling.assets import asset_name
from telling.cards import format_day
from telling.words import Words

_SUBJECTS = {"中国": "China"} | {han: latin for latin, han in PROVINCES.items()}
_CURRENCY = re.compile(r"[A-Z]{3}")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_BOUNDS = frozenset({"about", "almost", "more than", "at least"})


def say_fact(fact: FactView, words: Words, names: Mapping[str, str]) -> str:
    """恒瑞医药，截至2025年8月20日：对外许可 14 笔; ``names`` leads from a company's Chinese name to its English one."""
    chinese, english = (_fact(fact, Words("zh"), fact.subject), _fact(fact, Words("en"), _english(fact.subject, names)))
    return words.pick(chinese, english, between=" / ")


def _english(subject: str, names: Mapping[str, str]) -> str:
    return _SUBJECTS.get(subject) or names.get(subject, subject)


def _fact(fact: FactView, words: Words, subject: str) -> str:
    parts = [part for part in fact.scope.split("; ") if part]
    bound = parts.pop(0) if parts and parts[0] in _BOUNDS else ""
    value = _value(fact, words)
    comma = words.pick("，", ", ")
    said = comma.join((subject, say_period(fact.period, words), words("metric." + fact.metric)))
    said += words.colon + (f"{words('bound.' + bound)}{words.pick('', ' ')}{value}" if bound else value)
    return said + (words.pick("（{}）", " ({})").format(words.pick("；", "; ").join(parts)) if parts else "")


def _value(fact: FactView, words: Words) -> str:
    if _CURRENCY.fullmatch(fact.unit):
        return format_money(fact.value, fact.unit, words.language)
    number = f"{fact.value:,f}"
    return f"{number}%" if fact.unit == "%" else words("unit." + fact.unit).format(n=number)


def say_period(period: str, words: Words) -> str:
    """2025H1 as 2025年上半年 / the first half of 2025; a form outside the list stays as it is."""
    for pattern, chinese, english in _PERIODS:
        if match := re.fullmatch(pattern, period):
            return words.pick(match.expand(chinese), _english_period(match.expand(english)))
    if period.startswith("to ") and len(period) == 13:
        day = date.fromisoformat(period[3:])
        return words.pick(f"截至{format_day(day, Words('zh'))}", f"as of {format_day(day, Words('en'))}")
    return period


_PERIODS = (
    (r"(\d{4})", r"\1年", r"\1"),
    (r"(\d{4})H1", r"\1年上半年", r"first half of \1"),
    (r"(\d{4})H2", r"\1年下半年", r"second half of \1"),
    (r"(\d{4})Q1/Q3", r"\1年前三季度", r"first three quarters of \1"),
    (r"(\d{4})Q([1-4])", r"\1年第\2季度", r"Q\2 \1"),
    (r"(\d{4})-01/0?(\d{1,2})", r"\1年1—\2月", r"January to month\2 \1"),
    (r"(\d{4})/(\d{4})", r"\1—\2年", r"\1 to \2"),
    (r"last (\d+) years", r"近\1年", r"last \1 years"),
    (r"to (\d{4})-0?(\d{1,2})", r"截至\1年\2月底", r"to the end of month\2 \1"),
)


def _english_period(text: str) -> str:
    return re.sub(r"month(\d{1,2})", lambda match: _MONTHS[int(match[1]) - 1], text)


def say_milestone(milestone: MilestoneView, words: Words) -> str:
    """海思科：环泊酚，FDA获批."""
    return words.pick(_milestone(milestone, Words("zh")), _milestone(milestone, Words("en")), between=" / ")


def _milestone(milestone: MilestoneView, words: Words) -> str:
    company = words.pick(milestone.company_name, milestone.company_name_en or milestone.company_name)
    known = words("designation." + milestone.detail) if milestone.detail else ""
    detail = words.pick("（{}）", " ({})").format(known) if known else ""
    kind = words("milestone." + milestone.kind)
    regulator = say_regulator(milestone.regulator, words)
    kind = kind if kind.startswith("IND") or words.language == "zh" else kind[:1].lower() + kind[1:]
    between = "" if words.language == "zh" and not (regulator.isascii() and kind.startswith("IND")) else " "
    what = f"{regulator}{between}{kind}{detail}"
    said = f"{asset_name(milestone.asset, words)}{words.pick('，', ', ')}{what}" if milestone.asset else what
    return f"{format_day(milestone.day, words)}{words.pick('，', ', ')}{company}{words.colon}{said}"


def say_regulator(regulator: str, words: Words) -> str:
    """An authority by its abbreviation; a country or region in the reader's language."""
    if regulator == "European Union":
        return words.pick("欧盟", "European Union")
    code = find_country(regulator) if not regulator.isupper() else None
    return words.pick(country_label(code), country_label(code, "en")) if code else regulator
