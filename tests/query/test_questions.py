"""Ten questions of business development: docs/how-to/ten-questions.md, answered the same everywhere."""

from __future__ import annotations

import asyncio
import json
import re
import shlex
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from fastapi.testclient import TestClient
from mcp import Client

from query.mcp_server import create_server
from query.web import create_app
from storage.engine import open_database
from tests.conftest import ROOT
from tests.query.conftest import settings_of, type_in

PAGE = ROOT / "docs" / "how-to" / "ten-questions.md"
_QUESTION = re.compile(r"^## (\d+)\. (.+?)\n.*?^\$ chuhai (.+?)\n```\n\n(\|.+?)\n\n", re.MULTILINE | re.DOTALL)
TOOLS = {"deals": "search_deals", "stats": "deal_stats", "events": "deal_events"}
#: the page shows a list of 20, the others as many as asked
_ROWS = 20


class Question(NamedTuple):
    """What is asked, how it is typed, and the rows of the answer as the page has them."""

    text: str
    command: str
    asked: dict[str, list[str]]
    answer: list[list[str]]


def questions() -> list[Question]:
    found = []
    for _, text, typed, table in _QUESTION.findall(PAGE.read_text(encoding="utf-8")):
        command, *words = shlex.split(typed)
        asked: dict[str, list[str]] = {}
        for option, value in zip(words[::2], words[1::2], strict=True):
            asked.setdefault(option.removeprefix("--").replace("-", "_"), []).append(value)
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]
        found.append(Question(text, command, asked, rows))
    return found


QUESTIONS = questions()
by_text = pytest.mark.parametrize("question", QUESTIONS, ids=[str(n) for n in range(1, len(QUESTIONS) + 1)])


def test_there_are_ten() -> None:
    assert len(QUESTIONS) == 10 and all(question.answer for question in QUESTIONS)


def keys(command: str, found: Any) -> list[str]:
    """What tells one row of an answer from another: the deal's id, the group, the event's day and deal."""
    if command == "deals":
        return [deal["id"] for deal in found]
    if command == "events":
        return [f"{event['day']} {event['deal']}" for event in found]
    return [f"{row['label']} {row['deals']} {row['upfront_usd']}" for row in found]


def days_or_counts(command: str, found: Any) -> list[list[str]]:
    """What the documentation is held to: the days of the deals or events, or the group and its counts."""
    if command == "stats":
        return [[row["label"], str(row["deals"]), str(row["upfronts"])] for row in found]
    return [[each["announced" if command == "deals" else "day"]] for each in found]


@pytest.fixture(scope="module")
def typed(history: Path) -> dict[str, Any]:
    """What the command line answers to each question."""
    answers = {}
    for question in QUESTIONS:
        options = [word for name, values in question.asked.items() for value in values
                   for word in (f"--{name.replace('_', '-')}", value)]  # fmt: skip
        ended = type_in(question.command, *options, "--json", "--db", history)
        assert ended.exit_code == 0, ended.stderr
        found = json.loads(ended.stdout)
        answers[question.text] = found[:-1] if question.command == "stats" else found  # the whole comes last
    return answers


@by_text
def test_the_documentation_has_the_answer(question: Question, typed: dict[str, Any]) -> None:
    said = [row if question.command == "stats" else row[:1] for row in question.answer]
    assert said == days_or_counts(question.command, typed[question.text])


@by_text
def test_the_api_answers_the_same(question: Question, typed: dict[str, Any], history: Path) -> None:
    with TestClient(create_app(settings_of(history))) as client:
        found = client.get(f"/api/{question.command}", params=question.asked).json()
    if question.command != "events":
        found = found["items" if question.command == "deals" else "rows"]
    assert keys(question.command, found) == keys(question.command, typed[question.text])


@by_text
def test_the_page_answers_the_same(question: Question, typed: dict[str, Any], history: Path) -> None:
    address = "/" if question.command == "deals" else f"/{question.command}"
    with TestClient(create_app(settings_of(history))) as client:
        text = client.get(address, params=question.asked).text
    found = typed[question.text]
    if question.command == "stats":
        groups = re.findall(r'<th scope="row">(?:<a[^>]*>)?([^<]+)(?:</a>)?</th><td class="number">([\d,]+)<', text)
        assert groups[:-1] == [(row["label"], f"{row['deals']:,}") for row in found]
    else:
        ids = re.findall(r'<h2 class="small"><a href="/deals/(D\d+)"', text)
        assert ids == [each["id" if question.command == "deals" else "deal"] for each in found][:_ROWS]


@by_text
def test_an_assistant_gets_the_same(question: Question, typed: dict[str, Any], history: Path) -> None:
    single = {"since", "until", "by", "sort", "text", "period"}
    numbers = {"limit", "min_upfront"}
    given: dict[str, Any] = {
        name: values[0] if name in single else int(values[0]) if name in numbers else values
        for name, values in question.asked.items()
    }

    async def ask() -> Any:
        database = open_database(history)
        async with Client(create_server(database)) as client:
            answer = await client.call_tool(TOOLS[question.command], given)
        database.close()
        assert not answer.is_error, answer
        return answer.structured_content

    found = asyncio.run(ask())[{"deals": "items", "stats": "rows", "events": "events"}[question.command]]
    assert keys(question.command, found) == keys(question.command, typed[question.text])
