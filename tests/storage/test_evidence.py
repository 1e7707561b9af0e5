"""The sentence around a span holds the span, and is never an article."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from storage.evidence import MOST, Sentences


def test_the_sentence_is_cut_from_its_neighbours() -> None:
    whole = "标题一\n甲公司今日公告。乙公司支付首付款2亿美元。其他事项另行公告。"
    start = whole.index("2亿")
    assert Sentences(whole).around(start, start + 4) == (whole.index("乙"), "乙公司支付首付款2亿美元。")


@given(st.text(st.sampled_from("甲乙。，\n abc!"), min_size=1, max_size=900), st.data())
def test_the_span_stands_in_the_sentence(whole: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(whole) - 1))
    end = data.draw(st.integers(start + 1, min(len(whole), start + 150)))
    at, sentence = Sentences(whole).around(start, end)
    assert len(sentence) <= MOST
    assert whole[at : at + len(sentence)] == sentence
    assert at <= start and end <= at + len(sentence)
