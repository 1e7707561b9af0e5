"""What counts as the same text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from storage.copies import are_copies, bands

_LONG = "在本次合作中，双方将共同推进候选药物AB-12的全球开发，首付款为3000万美元。" * 3


@settings(deadline=None)
@given(st.text(max_size=3_000))
def test_a_text_shares_every_band_with_itself(text: str) -> None:
    found = bands(text)
    assert found == bands(text)
    assert all(-(2**63) <= value < 2**63 for value in found)
    assert are_copies(text, text)


def test_width_and_script_make_no_difference() -> None:
    assert bands(_LONG) == bands(_LONG.replace("12", "１２").replace("开发", "開發").replace("，", "，\n"))


def test_one_figure_more_or_less_makes_another_text() -> None:
    assert not are_copies(_LONG, _LONG.replace("3000万", "4000万"))
    assert not are_copies(_LONG, _LONG.replace("AB-12", "CD-34"))


def test_short_texts_are_never_near_copies() -> None:
    assert bands("恒瑞医药：签署许可协议") == []
