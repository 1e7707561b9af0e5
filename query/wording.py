"""How the pages say single things: sums, places, moments, filters; the filters of the templates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from markupsafe import Markup, escape

from query.timeline import Moment
from query.values import CLOSED_WORDS, field_name, outlet, said
from query.words import PageWords
from storage.places import find_province, province_label
from storage.tellings import SHANGHAI
from storage.views import (
    AmountView,
    CompanyView,
    DealView,
    DecisionView,
    EvidenceView,
    FacetValue,
    SearchHit,
)
from telling.amounts import format_money
from telling.names import party_name
from telling.words import Language, Words

_FIRST = ("upfront", "near_term", "price", "equity", "option_fee", "paid")
_THEN = ("total", "milestone")
_SCHEDULES = {
    "30 7 * * *": ("每天 7:30", "Every day at 7:30"),
    "30 7 * * 1-5": ("工作日 7:30", "Monday to Friday at 7:30"),
    "30 7 * * 1": ("每周一 7:30", "Mondays at 7:30"),
    "0 18 * * *": ("每天 18:00", "Every day at 18:00"),
}
SCHEDULES = tuple(_SCHEDULES)


def moment(value: date | datetime, precision: str = "day") -> str:
    """A day or time in digits, as exact as it is known: 2026-06, 2026-06-02, 2026-06-02 18:30."""
    if not isinstance(value, datetime):
        return value.strftime({"year": "%Y", "month": "%Y-%m"}.get(precision, "%Y-%m-%d"))
    clock = " %H:%M" if precision in ("second", "minute") else ""
    return value.astimezone(SHANGHAI).strftime(f"%Y-%m-%d{clock}")


def sums(deal: DealView, words: Words) -> list[tuple[str, str]]:
    """What is paid first, then what it may come to: at most two sums with their labels."""
    stated = {amount.kind: amount for amount in deal.amounts}
    found = [next((stated[kind] for kind in kinds if kind in stated), None) for kinds in (_FIRST, _THEN)]
    return [
        (words(f"amount.{each.kind}"), format_money(each.value, each.currency, words.language, each.bound))
        for each in found
        if each
    ]


def amounts(deal: DealView) -> list[AmountView]:
    """The sums as they fall due."""
    order = (*_FIRST, *reversed(_THEN))
    return sorted(deal.amounts, key=lambda each: order.index(each.kind) if each.kind in order else len(order))


def facts(deal: DealView, words: Words) -> list[str]:
    """What the asset is and where the rights hold, in a few words."""
    territory = deal.territory or {}
    closed = [words(f"{name}.{value}") for name, value in (("modality", deal.modality), ("phase", deal.phase)) if value]
    where = words.territory(territory.get("include") or (), territory.get("exclude") or ())
    return [*closed, *deal.targets[:3], *deal.indications[:2], *([where] if where else [])]


def tongue(text: str) -> str:
    """The language of a text, for readers aloud and for line breaking."""
    return "zh" if any("\u4e00" <= char <= "\u9fff" for char in text) else "en"


def facet_name(value: FacetValue, field: str, words: Words) -> str:
    """A facet's value in the language of the page."""
    return value_name(field, value.value, words, value.label)


def value_name(field: str, value: str, words: Words, label: str = "") -> str:
    """A filter's value in the language of the page."""
    if field in CLOSED_WORDS:
        return words(f"{field}.{value}")
    if field in ("country", "partner_country"):
        return words.country(value.upper())
    if field == "province":
        return province_label(find_province(value) or label or value, "en" if words.language == "en" else "zh")
    if field in ("min_upfront", "max_upfront", "min_total", "max_total"):
        return format_money(Decimal(value), "USD", words.language)
    return label or value


def readable(pairs: Iterable[tuple[str, str]], words: PageWords) -> str:
    """A filter as a line for people."""
    left_out = ("sort", "limit", "cursor", "currency")
    return " · ".join(value_name(name, value, words) for name, value in pairs if name not in left_out)


def spoken(pairs: Iterable[tuple[str, str]]) -> str:
    """A filter as the subscription form takes it, a condition a line."""
    return "\n".join(f"{name}={value}" for name, value in pairs if name not in ("sort", "limit", "cursor"))


def rough(value: Decimal, language: Language) -> str:
    """A sum of converted sums to three digits; more would pretend to know."""
    return format_money(Decimal(f"{value:.3g}").quantize(Decimal(1)), "USD", language)


def place(company: CompanyView, words: Words) -> str:
    """Where a company is at home: 中国 江苏 连云港 / Jiangsu, China."""
    country = words.country(company.country)
    province = province_label(company.province, words.language if words.language == "en" else "zh")
    if words.language == "en":
        return ", ".join(part for part in (province, country) if part)
    return " ".join(part for part in (country, province) if part)


def moment_name(each: Moment, words: Words) -> str:
    """What happened, of a deal or as a milestone."""
    return words(f"event.{each.kind}" if each.deal else f"milestone.{each.kind}")


def subject_link(decision: DecisionView) -> Markup:
    """What a decision is about, as a link."""
    what, _, ident = decision.subject.partition(":")
    if what == "deal":
        return Markup('<a href="/deals/D{0}">D{0}</a>').format(ident)
    return Markup('<a href="/companies/{}">{}</a>').format(quote(ident, safe=""), ident)


def versions(told: dict[str, Any]) -> list[Any]:
    """What was chosen of a disputed field, then what others say."""
    return [told["chosen"], *(other["value"] for other in told["others"])]


def typed(value: Any) -> str:
    """A field's value as a person would type it to correct the field."""
    if isinstance(value, dict) and "currency" in value:
        return f"{value['value']} {value['currency']}"
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def schedule(cron: str, words: Words) -> str:
    """A cron line in words, where it is one of the usual ones."""
    return words.pick(*_SCHEDULES[cron]) if cron in _SCHEDULES else cron


def schema_words(schema: dict[str, Any]) -> str:
    """A type of the OpenAPI document in a few words."""
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(schema_words(each) for each in schema["anyOf"] if each.get("type") != "null"))
    if "enum" in schema:
        return " · ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"several: {schema_words(schema['items'])}"
    default = f", default {schema['default']}" if schema.get("default") not in (None, "", []) else ""
    return f"{schema.get('type') or schema.get('$ref', '').rpartition('/')[2]}{default}"


def marked(evidence: EvidenceView) -> Markup:
    """The sentence with the words that state the field marked."""
    sentence, start = evidence.sentence, evidence.start
    end = start + len(evidence.text)
    if sentence[start:end] != evidence.text:
        return escape(sentence)
    return Markup("{}<mark>{}</mark>{}").format(sentence[:start].lstrip(), evidence.text, sentence[end:].rstrip())


def marks(hit: SearchHit) -> Markup:
    """The excerpt with the words found marked."""
    parts, at = [Markup()], 0
    for start, end in sorted(hit.marks):
        if start >= at:
            parts.append(Markup("{}<mark>{}</mark>").format(hit.excerpt[at:start], hit.excerpt[start:end]))
            at = end
    return Markup().join([*parts, escape(hit.excerpt[at:])])


def safe_link(url: str) -> str:
    """The address where it is one of the web, else nothing."""
    return url if url.startswith(("https://", "http://")) else ""


FILTERS: Sequence[Any] = (
    moment, sums, amounts, facts, tongue, facet_name, value_name, readable, spoken, rough, place, moment_name,
    subject_link, versions, typed, schedule, schema_words, marked, marks, safe_link, said, field_name, outlet,
    party_name,
)  # fmt: skip
