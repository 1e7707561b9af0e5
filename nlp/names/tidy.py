"""Unsure names cut or grown to what the article itself shows them to be."""

from __future__ import annotations

import re

from nlp.lexicon import Lexicon
from nlp.names.record import Name
from nlp.names.words import ABROAD, ENDS_LIKE_ORG, INNER_STOP, LIKE_A_VERB, PLACE

OF_ASSET = re.compile(
    r"(?:技术)?平台(?!公司)|小分子|抑制剂|激动剂|拮抗剂|受体|双抗|三抗|ADC|siRNA|双靶点|注射液|胶囊|片剂|疫苗|单抗|抗体|项目|靶点|适应症"
)
_TAIL = re.compile(
    r"(?:不[低少超]|尚欠|剩余|(?<=..)资产组|部分股[份权]|方面|业务|即将|周[一二三四五六日]|昨晚|昨日|昨夜|今早|今晨|今晚|今日|今天|当日|盘后|.{0,2}动态|盘前.*|股价.*|大涨|大跌|涨超|将|也|还|共|仍|处|正|刚|才|拟|于|等|的|与|和|之|均|已|并|或|再|向|联合|发布|回复.*)$"
)
_HEAD = re.compile(
    r"^(?:后(?!羿)(?=..)|第[一二三四五六七八九十]大?重仓股?|重仓股?|占|由|与|向|对|为|将|拟|的|被|及|称|在|从|给|予|使|让|以|而|则|其中|包括|现场举行了)"
)
#: 与韩国大熊就非苏拉赞扩大合作: what the deal is about is no part of the name.
_ABOUT = re.compile(r"(?<=..)(?<!成)(?:就|关于)")
_TIME = re.compile(r"^(?:今日|今天|昨日|近日|日前|同日|当日|本周|随后|目前|此前|据悉|截至目前)")
_MIXED = re.compile(r"^([A-Z][A-Za-z0-9&.\- ]{2,}?)(?=[\u4e00-\u9fff])")
_GROWS = re.compile(
    r"(?:健康)?(?:联盟|(?:医学)?检验|(?:医学)?检测|产投|创投|资本|投资|生物|医药|制药|药业|医疗|科技|产业|并购基金|基金|集团|股份|控股(?!股东|权|子)|国际|生科)(?:集团|基金|公司(?!控股))?"
)


def trimmed(text: str, name: Name) -> Name:
    """A name that the model or a slot cut too wide, without the words at its edges that belong to the sentence."""
    if name.source not in ("ner", "slot", "ending", "headed", "latin"):
        return name
    start, end = name.start, name.end
    time = _TIME.match(text[start:end])
    if time and end - start - time.end() >= 2:
        start += time.end()
    owner = re.match(r"(?:[A-Z][A-Za-z.]+(?: (?:York|Jersey|Kong|States))?'s |[A-Z][A-Za-z.]*-based )", text[start:end])
    if owner:
        start += owner.end()
    if name.source != "headed":
        mixed = _MIXED.match(text[start:end])
        if mixed and (text[start + mixed.end()] in "把将与和及由为" or not ENDS_LIKE_ORG.search(text[start:end])):
            end = start + len(mixed[1].rstrip())
        head = _HEAD.match(text[start:end])
        if head and end - start - head.end() >= 3 and name.kind == "org" and not LIKE_A_VERB.match(text[start:end]):
            start += head.end()
    if name.kind == "org":
        if name.source == "slot" and (about := _ABOUT.search(text, start, end)):
            end = about.start()
        abroad = ABROAD.match(text[start:end]) if name.source in ("ner", "slot") else None
        if abroad and end - start - abroad.end() >= 2:
            start += abroad.end()
        tail = _TAIL.search(text[start:end])
        if tail and tail.start() >= 2:
            end = start + tail.start()
        if text[start:end].endswith("控股") and text[end : end + 1] in ("权", "股", "子", "的") and end - start >= 4:
            end -= 2
    return name if (start, end) == (name.start, name.end) else Name(start, end, text[start:end], name.kind, name.source)


_LATIN_GROWS = re.compile(
    r"(?: ?(?:Pte\.? Ltd|Co\.?,? ?Ltd|[,]? ?Inc|Ltd|LLC|Corp|Limited|GmbH|AG|AB|A/S|plc|PLC|Tbk|S\.A|N\.V|Lda|SpA|Oy|KGaA|Bio|Pharma|Therapeutics|Oncology|Biosciences|Biologics|Medical|Santé)\b\.?)+"
)


def grown(text: str, name: Name) -> Name:
    """A name that the model cut short before the word that companies end in (新工|产投, Alvenne| AG)."""
    if name.source in ("ner", "slot", "latin") and name.text.isascii():
        tail = _LATIN_GROWS.match(text, name.end)
        start = name.start - 4 if text[name.start - 4 : name.start] == "Dr. " else name.start  # Dr. Reddy's, Dr. Falk
        end = tail.end() if tail else name.end
        return Name(start, end, text[start:end].rstrip("."), name.kind, name.source)
    if name.source == "ner" and len(name.text) == 2 and text[name.start - 2 : name.start] in ("、于", ",于", "及于"):
        return Name(name.start - 1, name.end, text[name.start - 1 : name.end], "person", name.source)
    if name.source not in ("ner", "slot") or name.kind != "org" or name.text.isascii():
        return name
    more = _GROWS.match(text, name.end)
    if not more or (ENDS_LIKE_ORG.search(name.text) and more[0] in ("投资", "科技", "国际")):
        return name
    return Name(name.start, more.end(), text[name.start : more.end()], name.kind, name.source)


def consistent(text: str, found: list[Name]) -> list[Name]:
    """Unsure names cut down to a surer or more frequent name that they begin or end with."""
    counts: dict[str, int] = {}
    for name in found:
        counts[name.text] = counts.get(name.text, 0) + (
            3 if name.source in ("legal", "defined", "lexicon", "headed") else 1
        )
    out = []
    for name in found:
        if name.source in ("ner", "slot", "ending") and name.kind == "org":
            for size in range(len(name.text) - 1, 2, -1):
                head, tail = name.text[:size], name.text[-size:]
                if _commoner(text, counts, head, name.text) and not _GROWS.match(name.text, size):
                    name = Name(name.start, name.start + size, head, name.kind, name.source)
                    break
                if _commoner(text, counts, tail, name.text) and not PLACE.match(name.text):
                    name = Name(name.end - size, name.end, tail, name.kind, name.source)
                    break
        out.append(name)
    return out


def _commoner(text: str, counts: dict[str, int], part: str, whole: str) -> bool:
    """Whether a part of a name is the surer name; one that never stands alone is none."""
    return counts.get(part, 0) > counts[whole] and text.count(part) != text.count(whole)


_RESIDUE = re.compile(
    rf"(?:{PLACE.pattern}|省|市|股份|有限|责任|公司|集团|科技|控股|\\(|\\)|,|\\.| |Inc|Ltd|Co|Limited|Corp)*".replace(
        "\\\\", "\\"
    )
)


def known(text: str, name: Name, lexicon: Lexicon) -> Name:
    """A legal name with the registry's company in it, where nothing but place and legal form is left over (南京|药石科技|股份有限公司)."""
    if name.company or name.source not in ("legal", "headed", "latin", "defined", "ner"):
        return name
    for hit in lexicon.find(name.text):
        rest = name.text[: hit.start] + name.text[hit.end :]
        if hit.strong and len(hit.text) >= 3 and _RESIDUE.fullmatch(rest):
            return Name(name.start, name.end, name.text, name.kind, name.source, hit.company)
    return name


def lengthened(text: str, found: list[Name]) -> list[Name]:
    """A model's name gives way to a slot that begins with it and ends at a mark (北京雅信|诚)."""
    whole = {n.text for n in found if n.source == "slot" and not n.text.isascii()}
    found = [_to_slot(text, n, whole) if n.source == "ner" else n for n in found]
    slots = {n.start: n for n in found if n.source in ("slot", "headed")}
    latin = [n for n in found if n.source == "slot" and n.text.isascii()]
    return [
        n
        for n in found
        if n.source != "ner"
        or not (
            (
                n.start in slots
                and n.end < slots[n.start].end <= n.end + 3
                and not INNER_STOP.search(slots[n.start].text[len(n.text) :])
            )
            or any(o.start <= n.start and n.end <= o.end and len(o.text) > len(n.text) for o in latin)
        )
    ]


def _to_slot(text: str, name: Name, slots: set[str]) -> Name:
    """The name as long as the slot's, where the text has it in no shorter form."""
    for slot in slots:
        if (
            0 < len(slot) - len(name.text) <= 2
            and text.startswith(slot, name.start)
            and text.count(slot) == text.count(name.text) > 1
        ):
            return Name(name.start, name.start + len(slot), slot, name.kind, name.source)
    return name


def swallowed(name: Name, found: list[Name]) -> bool:
    """Whether a very short known name stands inside a longer one that begins before it (强生 in 九强生物)."""
    return any(
        other.start < name.start and name.end <= other.end and other.source in ("legal", "headed", "ending", "ner")
        for other in found
    )
