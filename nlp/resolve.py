"""Decides which company of the registry a party is: by its names, the article's own definitions, its ticker, its place.

The first form that decides wins, the party's main name before its other forms; nothing is guessed: a weak name needs
support in the article, a misspelt one a clear margin, and who stays unknown is provisional under a normalised key.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from rapidfuzz import fuzz, process

from nlp.lexicon import Company, Lexicon, Mention
from nlp.lexicon.fold import fold, name_key
from nlp.records import Party

How = Literal["exact", "alias", "definition", "ticker", "weak", "fuzzy", "provisional"]

_CONFIDENCE: dict[How, float] = {
    "exact": 1.0, "alias": 0.98, "definition": 0.95, "ticker": 0.97, "weak": 0.85, "fuzzy": 0.8, "provisional": 0.0,
}  # fmt: skip
_CUTOFF = 92.0  # below it other companies begin
_NEAR = 80.0  # alike enough to show to a person
_MARGIN = 4.0  # the second best must be this much worse, or nobody is chosen
_SHORTEST = 6  # letters of a name that may be matched fuzzily: one wrong letter in four is another company

# (600276.SH) · (SH:600276) · (01276.HK) · (NASDAQ: BGNE) straight after a name
_TICKER = re.compile(
    r"-?[a-z]{0,2}\s*\(\s*(?:(?P<before>sh|sz|bj|hk|hkex|sse|szse|nasdaq|nyse|us)\s*[:.]?\s*)?"
    r"(?P<code>\d{6}|\d{4,5}|(?<=[:.\s])[a-z]{2,5})\s*(?:\.\s*(?P<after>sh|sz|bj|hk|us))?\s*[);,、]"
)
_DEFINED = re.compile(
    r"\s*\((?:[^()]{0,12}?(?:简称|下称|称为|称)[::]?|the\s)?\s*[\"“'「]?(?P<name>[^()\"”“'」「,;、。:]{2,24})[\"”'」]?\s*\)"
)
_PLACES = (
    "中国|北京|上海|天津|重庆|江苏|浙江|广东|山东|四川|湖北|湖南|河南|河北|安徽|福建|江西|"
    "辽宁|吉林|黑龙江|陕西|山西|甘肃|青海|云南|贵州|海南|广西|内蒙古|宁夏|新疆|西藏|台湾|"
    "香港|苏州|南京|杭州|无锡|常州|泰州|连云港|南通|扬州|徐州|宁波|温州|嘉兴|绍兴|台州|湖州|"
    "金华|广州|深圳|珠海|东莞|佛山|中山|汕头|济南|青岛|烟台|淄博|潍坊|威海|成都|绵阳|武汉|"
    "宜昌|长沙|株洲|郑州|石家庄|合肥|芜湖|亳州|福州|厦门|泉州|南昌|沈阳|大连|长春|通化|"
    "哈尔滨|西安|太原|兰州|昆明|贵阳|海口|南宁|乌鲁木齐|拉萨|张家港|昆山|江阴|常熟|美国|英国|"
    "德国|法国|日本|韩国|瑞士|丹麦|荷兰"
)
_PLACE = re.compile(rf"(?:(?:{_PLACES})(?:省|市)?)+")
_LEGAL = r"集团|控股|股份|有限责任公司|有限公司|公司|\([一-龥a-z]{1,8}\)"
_REST = re.compile(
    rf"(?:制药|医药|药业|生物|科技|技术|医疗|国际|产业|创新|研究|研究院|发展|实业|工程|{_LEGAL}|(?:{_PLACES})(?:省|市)?|"
    r"\s+china$|(?:研发|投资|贸易|销售)(?=.*公司$))*"
)
_LEGAL_REST = re.compile(rf"(?:{_LEGAL}|中国|\s+china$)*")
#: houses that a trade word makes another: 高盛生物 is no bank
_NO_TRADE = frozenset({"fund", "other", "university", "hospital"})
_COUNTRY_WORDS = {
    "US": ("美国", "american", "u.s."), "DE": ("德国", "german"), "JP": ("日本", "japan"), "KR": ("韩国", "korea"),
    "GB": ("英国", "british"), "CH": ("瑞士", "swiss"), "FR": ("法国", "french"), "IN": ("印度", "india"),
}  # fmt: skip


@dataclass(frozen=True)
class Resolution:
    """Who a party is: a registry id and how it was found, or None and the ``key`` of a provisional company."""

    company_id: str | None
    how: How
    confidence: float
    key: str


@dataclass(frozen=True)
class ArticleContext:
    """What an article itself says about its companies: make it once with ``ArticleContext.of``."""

    text: str
    folded: str
    mentions: tuple[Mention, ...]
    defined: dict[str, Company] = field(repr=False)

    @classmethod
    def of(cls, text: str, lexicon: Lexicon) -> ArticleContext:
        """``text`` is title and body; finds the known companies and the short names that the article gives them."""
        folded, mentions = fold(text), tuple(lexicon.find(text))
        defined: dict[str, Company] = {}
        for mention in mentions:
            match = _DEFINED.match(folded, mention.end)
            if match and mention.strong and not lexicon.candidates(match["name"]):
                defined.setdefault(name_key(match["name"]), mention.company)
        return cls(text, folded, mentions, defined)

    def names_strongly(self, company: Company) -> bool:
        """Whether the article has a form that means this company and nobody else."""
        return any(m.strong and not m.partial and m.company is company for m in self.mentions)


def resolve_party(party: Party, context: ArticleContext, lexicon: Lexicon) -> Resolution:
    """Who the party is; a pure function of the article and the registry."""
    forms = list(dict.fromkeys(form for form in (party.name, party.name_en or "", *party.surface) if form.strip()))
    for find in (_by_name, _by_definition, _by_ticker, _by_weak_name, _by_likeness):
        for form in forms:
            for company, how in find(form, party, context, lexicon):
                return Resolution(company.id, how, _CONFIDENCE[how], company.id)
    return Resolution(None, "provisional", 0.0, name_key(party.name))


def look_alikes(name: str, lexicon: Lexicon) -> list[Company]:
    """Whom a person might mean by an unknown name, the likeliest first, at most two: weak bearers, then near spellings."""
    bearers = [company for company, _ in lexicon.candidates(name)]
    near = process.extract(name_key(name), lexicon.strong_keys().keys(), scorer=fuzz.ratio, score_cutoff=_NEAR, limit=4)
    alike = [lexicon.strong_keys()[key] for key, _, _ in near]
    return list({company.id: company for company in (*bearers, *alike)}.values())[:2]


def _by_name(form: str, party: Party, context: ArticleContext, lexicon: Lexicon) -> Iterator[tuple[Company, How]]:
    strong = [company for company, sure in lexicon.candidates(form) if sure]
    for company in _of_country(strong, party):
        yield company, "exact" if form in {company.name_zh, company.name_en} else "alias"
    for mention in lexicon.find(form):
        before, after = fold(form)[: mention.start], fold(form)[mention.end :]
        # 武汉明德生物科技股份有限公司 is 明德生物: a place before, trade words and a legal form after.
        rest = _LEGAL_REST if mention.company.kind in _NO_TRADE else _REST
        if mention.strong and (not before or _PLACE.fullmatch(before)) and rest.fullmatch(after):
            yield mention.company, "alias"


def _by_definition(form: str, party: Party, context: ArticleContext, lexicon: Lexicon) -> Iterator[tuple[Company, How]]:
    if company := context.defined.get(name_key(form)):
        yield company, "definition"


def _by_ticker(form: str, party: Party, context: ArticleContext, lexicon: Lexicon) -> Iterator[tuple[Company, How]]:
    needle, at = fold(form), -1
    while (at := context.folded.find(needle, at + 1)) >= 0:
        match = _TICKER.match(context.folded, at + len(needle))
        if match and (company := lexicon.by_ticker(_code(match))):
            yield company, "ticker"


def _by_weak_name(form: str, party: Party, context: ArticleContext, lexicon: Lexicon) -> Iterator[tuple[Company, How]]:
    bearers = [company for company, _ in lexicon.candidates(form)]
    supported = [company for company in bearers if _supported(company, form, party, context)]
    if len(supported) == 1:
        yield supported[0], "weak"


def _by_likeness(form: str, party: Party, context: ArticleContext, lexicon: Lexicon) -> Iterator[tuple[Company, How]]:
    key = name_key(form)
    if len(key) < _SHORTEST:
        return
    near = process.extract(
        key, lexicon.strong_keys().keys(), scorer=fuzz.ratio, score_cutoff=_CUTOFF - _MARGIN, limit=5
    )
    found = [(lexicon.strong_keys()[name], score) for name, score, _ in near]
    if not found or found[0][1] < _CUTOFF:
        return
    best, score = found[0]
    if all(company is best or other <= score - _MARGIN for company, other in found):
        yield best, "fuzzy"


def _of_country(companies: Iterable[Company], party: Party) -> Iterator[Company]:
    yield from (c for c in companies if party.country is None or c.country == party.country or not c.country)
    yield from (c for c in companies if party.country is not None and c.country and c.country != party.country)


def _supported(company: Company, form: str, party: Party, context: ArticleContext) -> bool:
    """Whether the article says that a name many could bear means this company."""
    if context.names_strongly(company):
        return True
    if party.country and not company.chinese:
        return party.country == company.country
    words = (*_COUNTRY_WORDS.get(company.country, ()), company.city.lower())
    around = "".join(
        context.folded[max(0, match.start() - 12) : match.end() + 30]
        for match in re.finditer(re.escape(fold(form)), context.folded)
    )
    return any(word and word in around for word in words)


def _code(match: re.Match[str]) -> str:
    code = match["code"].upper()
    if not code.isdigit():
        return f"{code}.US"
    if len(code) < 6:
        return f"{int(code):04d}.HK"
    # Beijing's codes begin with 92 since October 2025, with 43, 83 or 87 before; the last three digits stayed.
    return f"{code}.{'BJ' if code[0] in '48' or code[:2] == '92' else 'SH' if code[0] in '69' else 'SZ'}"
