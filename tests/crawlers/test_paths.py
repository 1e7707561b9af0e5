"""Values inside JSON."""

from __future__ import annotations

import pytest

from crawlers.paths import fill, first, read_json, read_state, walk

DATA = {"a": {"b": [{"c": 1}, {"c": None}]}, "json": '{"x": [5]}', "empty": "", "no": False, "null": None}


def test_walk() -> None:
    assert walk(DATA, "a.b.*.c") == [1, None]
    assert walk(DATA, "a.b.0.c") == [1]
    assert walk(DATA, "json.x.0") == [5]
    assert walk(DATA, "empty|a.b.0.c") == [1]
    assert walk(DATA, "missing.key") == []
    assert walk(DATA, "null") == [None]
    assert first(DATA, "no") == "" and first(DATA, "a.b.0.c") == "1"


def test_fill() -> None:
    assert fill("https://e.com/{a.b.0.c}.pdf", DATA) == "https://e.com/1.pdf"
    assert fill("https://e.com/{missing}.pdf", DATA) == ""


@pytest.mark.parametrize("text", ['{"a":1}', 'jQuery12_3({"a":1});', ' callback( {"a":1} ) ', '({"a":1})'])
def test_json_and_jsonp(text: str) -> None:
    assert read_json(text) == {"a": 1}


@pytest.mark.parametrize(
    "page",
    [
        '<script id="__NEXT_DATA__" type="application/json">{"a":1}</script>',
        "<script>window.__INITIAL_STATE__ = {\"a\":1};(function(){})()</script>",
        "<script>var x=1</script><script>window.__NUXT__={\"a\":1}</script>",
    ],
)  # fmt: skip
def test_state_in_a_page(page: str) -> None:
    assert read_state(page) == {"a": 1}


@pytest.mark.parametrize("page", ["", "<p>none</p>", "<script>window.__NUXT__=(function(a){return a}(1))</script>"])
def test_state_that_must_be_run_is_none(page: str) -> None:
    with pytest.raises(ValueError, match="no state"):
        read_state(page)
