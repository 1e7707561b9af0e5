"""Sentences in which rights, shares, assets or paid work may move: the slowest steps read only these."""

from __future__ import annotations

import re

from nlp.gate import is_medical
from nlp.text import Sentence, Span, split_sentences

_MOVES = (
    r"协议(?!转让系统)|授权|(?<!上市)(?<!经营)(?<!生产)许可(?!证|申请)|收购(?!点|站|价格指数)|转让|受让|引进|股权(?!激励|登记|质押|投资基金)|控制权"
    r"|合同|首付款|首付\d|首笔|预付款|里程碑|并购|要约|认购(?!期权|倍数)|增资|入股|参股|合资|备忘录|意向|代理|经销|选择权|权益(?!变动|分派|性|类|基金|登记)"
    r"|权利|买下|拿下|牵手|携手|联手|委托|出售|卖给|交给|私有化|共同开发|联合开发|联合创立|共建|授予|推广|出海|终止|NewCo|大单|交由|购入"
    r"|注入(?!新|强|活力|动能|动力)|赎回|剥离|取得[^,。]{0,20}权|易主|成为[^。]{0,12}(?:控股股东|实际控制人)|(?:控股股东|实际控制人)[^。]{0,16}变更"
    r"|(?i:licens|acqui|collaborat|agreement|partner|upfront|merger|option|rights|milestone|memorandum|joint venture)"
)
#: 合作 is everybody's word: it counts beside a partner, or as part of an agreement's name.
_TOGETHER = (
    r"(?:与|同|跟|携手|联合)[^。\n]{1,60}[合协]作(?!共赢|共识|理念|潜力|前景|清单|交流|伙伴关系)|[和、][^。\n]{1,16}合作(?:开发|研发|推进|,|$)"
    r"|合作(?:协议|协定|备忘录|意向|框架|合同|开发|研发|研究|推广)|(?:战略|商业化|研发|达成)合作(?!关系|共识)"
)
_CUE = re.compile(f"{_MOVES}|{_TOGETHER}")
_COMMA = re.compile(r"[,;]")
_TELLS = re.compile(
    f"{_MOVES}|[合协]作|设立|成立|创立|收回|退回|归还|独家|购买|采购|订单|供货|签|投资|获得|支付|收到|售予|让与|孵化|持有"
)


def cue_sentences(text: str, *, medical: bool) -> list[Span]:
    """The sentences of folded ``text`` that the name finder reads.

    Where no known medical company stands in the text (``medical``), one of them, its neighbours or the first sentence has
    to hold a medical word.
    """
    sentences = split_sentences(text)
    cues = [i for i, s in enumerate(sentences) if _CUE.search(text, s.start, s.end)]
    if not medical and cues:
        spoken = {i for i, s in enumerate(sentences) if is_medical(text[s.start : s.end])}
        if 0 not in spoken and not any({i - 1, i, i + 1} & spoken for i in cues):
            return []
    return [_told(text, sentences[i]) for i in cues]


def _told(text: str, sentence: Sentence) -> Span:
    """The sentence up to the clause behind its last cue: what it goes on about afterwards names nobody of a deal."""
    last = sentence.start
    for match in _CUE.finditer(text, sentence.start, sentence.end):
        last = match.end()
    marks = [m.end() for m in _COMMA.finditer(text, last, sentence.end)]
    return sentence.start, marks[1] if len(marks) > 1 else sentence.end


def may_tell(text: str) -> bool:
    """Whether any word of a story lets something move from one house to another."""
    return bool(_TELLS.search(text))
