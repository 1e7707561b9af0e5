"""From bytes to text: which charset a page is really in, whatever it says."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding

#: The commonest characters of simplified and traditional news text: a right guess is full of them, a wrong one is not.
_COMMON = frozenset(
    "的一是在有和了为公司中国年月日元亿万美人民币与及对将不上下大来以个到业发其市场药临床研究合作协议项目产品技术"
    "全球治疗患者首批准生物医集团有限股份报告信息时间新闻记者表示据网要用于并可本由后也这他们我们多最成行资金进"
    "創新藥業開發與為國際權益協議將於關時間報導財務華東際醫療臨床試驗會學說來們對個過這種無當內動長門車書見樣點"
)
#: UTF-8 read as Latin-1 or Windows-1252, and GB read as UTF-8 or the reverse: the traces they leave.
MOJIBAKE = re.compile(
    r"(?:[Ã-ïâ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ]{1,3}){3,}|(?:[ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×][\u00a1-\u00ff]){4,}"
)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_XML_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*encoding=["']([\w-]+)""")


@dataclass(frozen=True)
class Decoded:
    """The text of an answer, the charset it was in, the one it declared (or empty), and whether characters are lost."""

    text: str
    encoding: str
    declared: str
    unreadable: bool = False

    @property
    def misdeclared(self) -> bool:
        """Whether the declared charset was not the real one."""
        return bool(self.declared) and self.declared != self.encoding


def decode_page(body: bytes, content_type: str = "") -> Decoded:
    """Decode HTML, XML or JSON: BOM, then header, then the page's own word, each only if the bytes agree."""
    text, encoding, declared = _decode(body, content_type)
    return Decoded(text, encoding, declared, "\ufffd" in text or _is_mojibake(text))


def _is_mojibake(text: str) -> bool:
    """Whether a text shows the traces of a wrong decoding; a look at single bytes spares most pages the search."""
    if "锟斤拷" in text or "烫烫烫" in text:
        return True
    # In UTF-8 the byte C3 begins the letters À to ÿ and nothing else; every trace has some of them.
    return (b"\xc3" in text.encode("utf-8", "replace") or "â" in text) and MOJIBAKE.search(text) is not None


def _decode(body: bytes, content_type: str) -> tuple[str, str, str]:
    for bom, name in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(name, "replace"), name, name
    declared = _declared(body, content_type)
    if body.isascii():
        return body.decode("ascii"), declared or "utf-8", declared
    candidates: list[tuple[float, str, str]] = []
    for name in dict.fromkeys(filter(None, (declared, "utf-8", "gb18030", "big5hkscs"))):
        text = _strict(body, name)
        if text is None:
            continue
        # Multi-byte text that happens to be valid UTF-8 practically is UTF-8.
        if name == "utf-8":
            repaired = _undo_double_encoding(text)
            return repaired, name, declared
        candidates.append((_plausible(text) + (0.05 if name == declared else 0), name, text))
    if candidates:
        _, name, text = max(candidates)
        return text, name, declared
    # A few broken bytes (a text cut in the middle of a character) must not cost the page.
    loose = [(text.count("\ufffd") - 20 * _plausible(text), name, text) for name, text in _loose(body, declared)]
    _, name, text = min(loose)
    return text, name, declared


def _declared(body: bytes, content_type: str) -> str:
    for found in (http_content_type_encoding(content_type), html_body_declared_encoding(body[:8192]), _xml(body)):
        if found:
            return _wider(found)
    return ""


def _xml(body: bytes) -> str:
    match = _XML_DECLARED.match(body[:200])
    return match[1].decode("ascii") if match else ""


def _wider(name: str) -> str:
    """The superset that pages really use, under Python's name; empty for an unknown charset."""
    try:
        known = codecs.lookup(name).name
    except LookupError:
        return ""
    if known in ("gb2312", "gbk", "gb18030", "hz"):
        return "gb18030"
    if known in ("big5", "big5hkscs", "cp950"):
        return "big5hkscs"
    return "utf-8" if known in ("ascii", "utf-8") else known


def _strict(body: bytes, name: str) -> str | None:
    try:
        return body.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _loose(body: bytes, declared: str) -> list[tuple[str, str]]:
    names = dict.fromkeys(filter(None, (declared, "utf-8", "gb18030", "big5hkscs")))
    return [(name, body.decode(name, "replace")) for name in names]


def _plausible(text: str) -> float:
    """Share of the non-ASCII letters that are common in Chinese news (0 to 1)."""
    letters = [c for c in text if c > "\u00bf" and c.isalpha()][:4000]
    if not letters:
        return 0.0
    return sum(c in _COMMON for c in letters) / len(letters)


def _undo_double_encoding(text: str) -> str:
    """Valid UTF-8 whose characters are the bytes of another encoding: read them once more, if that gives Chinese."""
    if not _is_mojibake(text[:20000]) or _plausible(text) > 0.05:
        return text
    for through in ("cp1252", "latin-1"):
        for name in ("utf-8", "gb18030"):
            try:
                again = text.encode(through).decode(name)
            except (UnicodeEncodeError, UnicodeDecodeError):
                continue
            if _plausible(again) > 0.1:
                return again
    return text
