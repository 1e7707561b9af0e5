"""Finds known companies in text: one automaton over every strong and weak name, then rules at both ends of a hit."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import ahocorasick_rs

from nlp.lexicon.company import Company, read_companies
from nlp.lexicon.fold import fold, name_key

_FOLDER = Path(__file__).parent
COMPANIES = _FOLDER / "companies.csv"
NOT_COMPANIES = _FOLDER / "not_companies.txt"

# What follows a name and makes it another house: 信达证券 is not 信达生物, 复星保险 not 复星医药.
_OTHER_HOUSE = (
    "证券", "期货", "保险", "人寿", "信托", "银行", "地产", "置业", "物业", "租赁", "资产管理", "基金管理",
    "公募", "大厦", "路", "资产经营",
)  # fmt: skip
#: 绿竹投资、 is the holder of 绿竹; in 恒瑞投资1亿元 it is a verb.
_FUND_OF = re.compile(r"(?:投资|资本|创投)(?=[签与、持所,和及(]|有限|合伙)")
_DESCRIPTOR = r"制药|医药|药业|生物|科技|技术|医疗|集团|控股|国际|产业|创新|中国|研究|发展|实业|工程|股份"
_LEGAL = r"有限责任公司|有限公司|公司|株式会社"
# 信达生物 + 制药（苏州）有限公司: descriptors and a place count only where a legal form closes them.
_TAIL_ZH = re.compile(
    rf"(?:(?:{_DESCRIPTOR}){{0,8}}+(?:\([一-龥a-z]{{1,6}}\))?(?:{_DESCRIPTOR}){{0,8}}+(?:{_LEGAL})|股份|集团|控股|(?:生物|医药|制药|药业|科技|医疗|集团)(?=-(?:u|b|w|s|p)\b))?(?:-(?:u|b|w|s|p|sw|ub|uw)\b)?"
)
_TAIL_EN = re.compile(
    r"(?:\s{0,4}(?:therapeutics|pharmaceuticals?|pharma|biopharmaceuticals?|biopharma|biologics|biosciences?|biotechnology|biotech|"
    r"medicines?|oncology|laboratories|bio)(?![a-z]))?"
    r"(?:\s(?:italia|deutschland|iberia|france|ireland|korea|india|brasil|canada|australia|nederland|hellas|nordic|benelux)(?![a-z]))?"
    r"(?:\s{0,4}\([a-z]{2,12}\))?"
    r"(?:[\s,]{0,4}(?:incorporated|inc|ltd|limited|llc|corp|corporation|co|company|plc|ag|gmbh|s\.?a|n\.?v|a/s|holdings?|group)"
    r"(?![a-z])\.?)*"
)
_LONGER = re.compile(rf"(?![与和及向将的为由在是等、])[一-龥()a-z]{{1,18}}?(?:{_LEGAL})")
_TRADE = re.compile(r"药业|制药|医药|生物|医疗|科技|健康|股份|集团|生化|药谷|中药|基因|疫苗")
_STEM = re.compile(r"([一-龥]{2,3}?)(?:药业|制药|医药|生物|医疗|科技|健康|股份|集团)?")
_LINKS = re.compile(r"[与和及向将的为由在是获同等对被于给]|签署|宣布|授予|收购|达成|公告")


@dataclass(frozen=True)
class Mention:
    """A company named at ``start:end`` of the text; ``strong`` says the form means nobody else.

    ``partial`` marks a name that is only the beginning of a longer company name not in the table, as 石药集团 in
    石药集团某某制药有限公司: the bearer is likely a relative, not the company itself.
    """

    start: int
    end: int
    text: str
    company: Company
    strong: bool
    partial: bool = False


@dataclass(frozen=True)
class _Form:
    company: Company | None  # None: a phrase that looks like a name and is none
    strong: bool
    exact: str = ""  # the spelling that must stand there, for short acronyms; else empty
    capital: bool = False  # a Latin name begins with a capital: "summit" is no company


class Lexicon:
    """A set of companies with one automaton over their names."""

    def __init__(self, companies: Iterable[Company], not_companies: Iterable[str] = ()) -> None:
        self.companies: Mapping[str, Company] = MappingProxyType({company.id: company for company in companies})
        self._not_companies = tuple(not_companies)
        self._by_key: dict[str, list[tuple[Company, bool]]] = {}
        self._by_ticker = {code: company for company in self.companies.values() for code in company.tickers}
        forms: dict[str, _Form] = {fold(phrase): _Form(None, True) for phrase in self._not_companies}
        for strong in (True, False):
            for company in self.companies.values():
                for name in company.strong_names if strong else company.weak_aliases:
                    known = self._by_key.setdefault(name_key(name), [])
                    if all(company is not other for other, _ in known):
                        known.append((company, strong))
                    exact = name if name.isascii() and name.isupper() and len(name) <= 4 else ""
                    form = _Form(company, strong, exact, name[0].isascii() and name[0].isupper())
                    for spelling in _spellings(name):
                        forms.setdefault(spelling, form)
        for name, company in _warned_names(self.companies.values()).items():
            self._by_key.setdefault(name_key(name), [(company, True)])
            forms.setdefault(fold(name), _Form(company, True))
        self._strong_keys = MappingProxyType(
            {k: c for k, bearers in self._by_key.items() for c, sure in bearers if sure}
        )
        self._forms = list(forms.values())
        self._automaton = ahocorasick_rs.AhoCorasick(list(forms), store_patterns=False)

    def find(self, text: str) -> list[Mention]:
        """Mentions in order, longest first where names overlap; offsets count characters of ``text``."""
        folded = fold(text)
        hits = [
            (start, -end, number)
            for number, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True)
            if self._stands_alone(text, folded, start, end, self._forms[number])
        ]
        mentions: list[Mention] = []
        taken = 0
        ordered = sorted(hits)
        for place, (start, minus_end, number) in enumerate(ordered, 1):
            end, form = -minus_end, self._forms[number]
            if start < taken:
                continue
            taken = end
            if form.company is None or folded.startswith(_OTHER_HOUSE, end) or _FUND_OF.match(folded, end):
                continue
            tail = _TAIL_EN if folded[end - 1].isascii() else _TAIL_ZH
            match = tail.match(folded, end)
            full = match.end() if match else end
            longer = full == end and not folded[end - 1].isascii() and _longer(folded, end)
            # A weak stem with its descriptor is as good as the whole name: Candid + Therapeutics.
            strong = form.strong or (full > end + 4 and folded[end - 1].isascii())
            for later in range(place, len(ordered)):
                other, minus, which = ordered[later]
                if other >= full:
                    break
                # 四川科伦 and 科伦药业 in 四川科伦药业 are one mention.
                if start < other and full < -minus and self._forms[which].company is form.company:
                    full = -minus
            taken = full
            mentions.append(Mention(start, full, text[start:full], form.company, strong, longer))
        return mentions

    def candidates(self, name: str) -> tuple[tuple[Company, bool], ...]:
        """Every company that bears ``name`` (in any legal form), with whether the form is strong."""
        return tuple(self._by_key.get(name_key(name), ()))

    def by_ticker(self, code: str) -> Company | None:
        """The company listed under ``600276.SH``, ``1276.HK`` or ``PFE.US``."""
        return self._by_ticker.get(code)

    def group(self, company_id: str) -> str:
        """The topmost parent of a company (its own id where it has none): relatives share it."""
        seen = {company_id}
        while (company := self.companies.get(company_id)) and company.parent and company.parent not in seen:
            company_id = company.parent
            seen.add(company_id)
        return company_id

    def strong_keys(self) -> Mapping[str, Company]:
        """Every normalised name that means one company; for fuzzy search."""
        return self._strong_keys

    def without(self, ids: Iterable[str]) -> Lexicon:
        """The same lexicon not knowing some companies: shows what reading does on names it never saw."""
        gone = frozenset(ids)
        return Lexicon((c for c in self.companies.values() if c.id not in gone), self._not_companies)

    @staticmethod
    def _stands_alone(text: str, folded: str, start: int, end: int, form: _Form) -> bool:
        if folded[end - 1].isascii() and _CODE_GOES_ON.match(folded, end):
            return False  # JSR in JSR-118
        if (form.exact and text[start:end] != form.exact) or (form.capital and text[start].islower()):
            return False
        # Novo in NovoSana is another word; ApogeeTherapeutics has lost a blank.
        glued = form.strong and (end - start >= 6 or bool(_TRADE_WORD.match(folded, end)))
        return _edge(text, folded, start, form.strong) and _edge(text, folded, end, glued)


_TRADE_WORD = re.compile(
    r"therap|pharm|bio|medic|onco|immun|vacc|health|scien|inc|ltd|corp|limited|llc|gmbh|group|china|holding"
)
_CODE_GOES_ON = re.compile(r"-[a-z]{0,2}\d")


def _warned_names(companies: Iterable[Company]) -> dict[str, Company]:
    """What shares are called under a risk warning (ST双成 for 双成药业), where one company fits."""
    found: dict[str, set[str]] = {}
    known = {company.id: company for company in companies}
    for company in known.values():
        if any(code.endswith((".SH", ".SZ", ".BJ")) for code in company.tickers):
            for match in map(_STEM.fullmatch, (company.name_zh, *company.aliases, *company.weak_aliases)):
                if match and not _TRADE.fullmatch(match[1]):
                    found.setdefault(f"ST{match[1]}", set()).add(company.id)
    return {name: known[min(ids)] for name, ids in found.items() if len(ids) == 1}


def _edge(text: str, folded: str, at: int, strong: bool) -> bool:
    """Whether a Latin name may begin or end here: no letter goes on, or a new word begins (ApogeeTherapeutics).

    A weak alias needs the former: Beta is no part of OncoBeta.
    """
    if at == 0 or at == len(text):
        return True
    left, right = folded[at - 1], folded[at]
    if not (left.isascii() and left.isalnum() and right.isascii() and right.isalnum()):
        return True
    return strong and text[at - 1].islower() and text[at].isupper()


def _longer(folded: str, end: int) -> bool:
    match = _LONGER.match(folded, end)
    return bool(match) and not _LINKS.search(folded, end, match.end() if match else end)


def _spellings(name: str) -> Iterable[str]:
    """The forms to look for: folded, and without the inner spaces that Chinese pages lose."""
    whole = fold(name)
    yield whole
    if " " in whole:
        yield whole.replace(" ", "")
    if "-" in whole and len(whole) > 6:
        yield whole.replace("-", " ")


@cache
def load_lexicon() -> Lexicon:
    """The lexicon that ships with chuhai; raises LexiconError where the table is broken."""
    lines = NOT_COMPANIES.read_text(encoding="utf-8").splitlines()
    return Lexicon(read_companies(COMPANIES), [line for line in lines if line and not line.startswith("#")])


@cache
def lexicon_version() -> str:
    """Twelve hex digits that change with the tables; written on every record that a reading gives out."""
    return hashlib.sha256(COMPANIES.read_bytes() + NOT_COMPANIES.read_bytes()).hexdigest()[:12]
