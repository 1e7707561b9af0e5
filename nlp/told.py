"""A frame where it stands (in the title, as history, as a description), and the draft of a deal made of such frames."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from nlp.frames import Frame
from nlp.sections import Section
from nlp.skeleton import Skeleton
from nlp.text import Sentence
from nlp.timing import is_attribute, is_past

#: A draft below this is history or hearsay, not the article's news.
NEWS = 1.0
GIVES = ("g", "t", "s")


@dataclass(slots=True)
class Told:
    """A frame where it stands: in which sentence, whether as history, and as part of which words."""

    frame: Frame
    sentence: int
    in_title: bool
    past: bool
    attribute: bool
    skeleton: Skeleton
    opening: str


@dataclass(slots=True)
class Draft:
    """A deal before its fields are read: entity indices of both sides and the frames that told of it."""

    grantors: list[int]
    partners: list[int]
    told: list[Told]
    news: float
    scores: dict[int, float] = field(default_factory=dict)
    #: One of several deals that the story tells as a group, each kept.
    member: bool = False

    @property
    def parties(self) -> set[int]:
        """Both sides."""
        return {*self.grantors, *self.partners}


_DENIED = re.compile(r"没有|并未|未(?:与|就|有|曾|直接|间接|达成|签)|不存在|否认|暂无|尚无|不属实")


def tell(
    text: str, frame: Frame, i: int, sentence: Sentence, section: Section, skeleton: Skeleton, day: date | None
) -> Told:
    before = text[sentence.start : min(frame.end, sentence.end)]
    clause_start = max(before.rfind(";", 0, max(0, frame.start - sentence.start)), 0)
    before = before[clause_start:]
    if not frame.rule.seed:
        # 与A2025年签订的协议项下里程碑已达成，公司已向A支付…: the year is the agreement's, not the payment's.
        before = before[before.rfind(",", 0, max(0, frame.start - sentence.start - clause_start)) + 1 :]
    after = text[frame.end : frame.end + 16]
    title = section.title is sentence
    opening = text[section.sentences[0].start : section.sentences[0].end]
    return Told(
        frame,
        i,
        title,
        (not title and is_past(before, day)) or bool(_DENIED.search(text[frame.start : frame.end])),
        _is_description(frame, after),
        skeleton,
        opening,
    )


def _is_description(frame: Frame, after: str) -> bool:
    """Only what ends in its verb can go on as a description of a noun: …与A合作|开发的某药."""
    return frame.rule.name.startswith("agree") and is_attribute(after)


_AGREEMENT = re.compile(
    r"协议|契约|协作|结盟|选择权|合同|合作|签|权益|权利|解约|谈判|洽|合办|合建|合设|许可|授权|意向|备忘录|交易|伙伴|合约|大单|收购|并购|推广|代理|转让|引进|订单|合资|共同|联合|成立|设立|创立|NewCo|共建|agreement|collaborat|licens"
)


def seed_sides(frame: Frame) -> tuple[list[int], list[int]] | None:
    roles = frame.roles
    if "x" in roles and "y" in roles:
        return roles["x"], roles["y"]
    gives = [i for role in GIVES for i in roles.get(role, [])]
    takes = roles.get("r", [])
    return (gives, takes) if gives and takes else None


def is_one_each(item: Told) -> bool:
    """Whether the text says that several agreements were signed, one with each (分别与A、B签订)."""
    at = next((k for k, o in enumerate(item.skeleton.offsets) if o >= item.frame.start), 0)
    return (
        bool(re.match(r"[\ue000-\ue7ff]{1,3}[^。;,]{0,12}?分别与", item.skeleton.text[at:]))
        and "分别委托" in item.skeleton.text
    )


def is_agreement(item: Told) -> bool:
    """Whether two who are named together really agree on something in this sentence."""
    text = item.skeleton.text
    spot = next((k for k, o in enumerate(item.skeleton.offsets) if o >= item.frame.start), 0)
    return bool(_AGREEMENT.search(text[max(0, spot - 30) : spot + 260]))


OTHER_EVENT = re.compile(
    r"竞争格局|格局|梳理|盘点|进入[^,。;]{0,6}(?:[一二三]期|I{1,3}期|临床)|[一二三]期(?:临床)?(?:启动|开展|设计|数据)|启动[^,。;]{0,14}(?:临床|[一二三]期)|获批|受理|注册证书|批件|上市申请|上市许可(?!持有人)|失败|临床(?!前|合作)|首例|入组|终点|业绩|财报|季报|年报|净利|营收|融资|纳入|医保|认证|获.{0,12}批准"
)
DEAL_TITLE = re.compile(
    r"许可|授权|合作(?!产品|药物|药品|品种|项目|管线|开发|伙伴|上市|申报)|协议|收购|并购|转让|受让|引进|出海|股权|控制权|控股|里程碑|首付款|预付款|终止|合同|签|携手|牵手|联手|拿下|大单|交易|合资|成立|设立|NewCo|亿美元|代理|要约|入股|增资|认购|投资"
)


#: A headline that sums up several deals: each of its paragraphs is news.
ROUND_UP = re.compile(
    r"(?:[两二三四五六七八九十]|\d{1,2}|多)[起单笔桩项宗家][^,。;]{0,12}?(?:交易|合作|授权|收购|并购|出海|药企|终止)|密集|接连|纷纷|盘点|汇总|一周|周报|速览"
    r"|(?i:week in review|briefs|digest|round-?up|this week|biopharma week)"
)


def newsworthiness(item: Told) -> float:
    step = 0.05 if ROUND_UP.search(item.opening) else 0.4
    score = 3.0 if item.in_title else max(2.2 - step * item.sentence, 0.4)
    other = OTHER_EVENT.search(item.opening) and not DEAL_TITLE.search(item.opening.replace("上市许可", ""))
    if other:
        score -= 2.5 if item.in_title else 1.3
    if item.past:
        score -= 3.0
    if item.attribute:
        score -= 2.5
    return score
