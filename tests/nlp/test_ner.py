"""The trained name finder, on sentences whose names exist nowhere else."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp import ner
from nlp.ner import LABELS, MODEL, find_names
from nlp.train.sentences import make_samples, templates
from nlp.train.trainer import train

PARTIES = {"COMPANY", "INSTITUTE", "FUND", "PERSON"}
CORPUS = Path(__file__).parents[1] / "quality" / "articles.jsonl"


NEW_NAMES = {
    "泽珩生物公告，公司与美国Quillmere Therapeutics就ZH-901签署独家许可协议。": ["泽珩生物", "Quillmere Therapeutics"],
    "7.2亿美元：昀泰医药引进VeldranBio的KRAS抑制剂": ["昀泰医药", "VeldranBio"],
    "公司子公司徐州博珩药业有限公司与贺立群、尹若松签署协议。": ["徐州博珩药业有限公司", "贺立群", "尹若松"],
    "本轮融资由砺川资本领投，募集资金用于临床研究。": ["砺川资本"],
    "烟台大学附属第二医院与岑朗医药共建联合实验室。": ["烟台大学附属第二医院", "岑朗医药"],
    "Braxtine Oncology, Inc. today announced a merger with Ovelia Pharma.": [
        "Braxtine Oncology, Inc.",
        "Ovelia Pharma",
    ],
    "瑞典药企Nordhallen AB以3亿美元收购昭栩生科全部股权。": ["Nordhallen AB", "昭栩生科"],
    "云岫泽安将其双抗项目授权给Palisade Immune。": ["云岫泽安", "Palisade Immune"],
    "佰朔制药(688123.SH)拟以现金受让江西仁澈药业股份有限公司51%股份。": ["佰朔制药", "江西仁澈药业股份有限公司"],
    "珂宁制药终止与日本Hoshida Pharma的合作。": ["珂宁制药", "Hoshida Pharma"],
}


def test_names_that_no_list_holds_are_found() -> None:
    missed = [
        name
        for sentence, names in NEW_NAMES.items()
        for name in names
        if name not in {hit.text for hit in find_names(sentence) if hit.label in PARTIES}
    ]
    assert len(missed) <= 0.1 * sum(map(len, NEW_NAMES.values())), missed


def test_bystanders_and_drugs_are_no_parties() -> None:
    hits = find_names("国家药监局批准岑朗医药的曲泽替尼片上市，路透社予以报道，摩根士丹利维持评级。")
    assert {hit.text for hit in hits if hit.label in PARTIES} == {"岑朗医药"}


def test_a_sentence_without_names_yields_none() -> None:
    assert find_names("受原料价格上涨影响，行业毛利率连续两个季度下滑，预计下半年有所改善。") == []


def test_only_the_given_sentences_are_read() -> None:
    text = "昀泰医药完成融资。\n岑朗医药与烟台大学签署协议。"
    start = text.index("岑")
    hits = find_names(text, [(start, len(text))])
    assert [text[hit.start : hit.end] for hit in hits] == [hit.text for hit in hits] == ["岑朗医药", "烟台大学"]


def test_names_survive_a_text_longer_than_one_piece() -> None:
    sentence = "经营情况总体平稳，各项指标好于预期，"
    text = sentence * 60 + "岑朗医药与昀泰医药签署协议。"
    assert {"岑朗医药", "昀泰医药"} <= {hit.text for hit in find_names(text)}


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=200))
def test_any_text_gives_ordered_spans_of_itself(text: str) -> None:
    last = 0
    for hit in find_names(text):
        assert last <= hit.start < hit.end <= len(text)
        assert text[hit.start : hit.end] == hit.text
        assert hit.label in LABELS
        last = hit.end


@pytest.mark.parametrize(
    "text", ["", "\n \t", "\ud800公司\udfff", "（（（" * 2000, "甲" * 5000, "A" * 20000, "1" * 20000]
)
def test_odd_texts_do_no_harm(text: str) -> None:
    assert all(text[hit.start : hit.end] == hit.text for hit in find_names(text))


def test_names_of_fresh_sentences_are_found_to_the_character() -> None:
    right = found = wanted = 0
    for sample in islice(make_samples(seed=20260101), 150):
        gold = {(start, end) for start, end, label in sample.spans if label in PARTIES}
        hits = {(hit.start, hit.end) for hit in find_names(sample.text) if hit.label in PARTIES}
        right, found, wanted = right + len(gold & hits), found + len(hits), wanted + len(gold)
    assert 2 * right / (found + wanted) > 0.9


def test_most_parties_of_the_labelled_articles_are_found_without_a_lexicon() -> None:
    found = wanted = 0
    for article in map(json.loads, CORPUS.read_text(encoding="utf-8").splitlines()):
        text = f"{article['title']}\n{article['text']}"
        hits = {hit.text for hit in find_names(text) if hit.label in PARTIES} if article["relevant"] else set()
        for deal in article["deals"]:
            if deal["mention"] == "primary":
                for forms in deal["grantors"] + deal["partners"]:
                    wanted += 1
                    found += not hits.isdisjoint(forms)
    assert found / wanted > 0.95


def test_every_template_can_be_written_out() -> None:
    assert sum(len(lines) for lines in templates().values()) > 200
    for sample in islice(make_samples(seed=3), 3000):
        assert "{" not in sample.text
        assert "}" not in sample.text
        assert all(0 <= start < end <= len(sample.text) for start, end, _ in sample.spans)


def test_training_is_the_same_for_the_same_seed() -> None:
    first, second = (train(samples=32, seed=1, report=lambda _: None).get_pipe("tagger").to_bytes() for _ in range(2))
    assert first == second


def test_the_shipped_model_is_small() -> None:
    assert sum(path.stat().st_size for path in MODEL.rglob("*") if path.is_file()) < 4_000_000


def test_a_broken_cache_of_words_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    kept = tmp_path / "chuhai" / "jieba.cache"
    kept.parent.mkdir()
    kept.write_bytes(b"half a file")
    first = ner._segmenter.__wrapped__()
    assert kept.stat().st_size > 1_000_000
    assert list(first.cut("许可协议", HMM=False)) == list(ner._segmenter.__wrapped__().cut("许可协议", HMM=False))
