"""Writes docs/how-to/ten-questions.md: the questions stand here, the answers come from the shipped history.

    python docs/questions.py
    python docs/questions.py news.db

Run it when the history or the registry changes, and look at what becomes of the answers;
``tests/query/test_questions.py`` compares. With the database of a replay it writes docs/how-to/ten-questions-news.md
instead, which stays as it is: the news is no part of the project.
"""

from __future__ import annotations

import json
import shlex
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from query.asks import read_filter  # noqa: E402  (a script: the checkout is put on the path first)
from query.wording import sums  # noqa: E402
from storage.engine import Database, open_database  # noqa: E402
from storage.history import load_history  # noqa: E402
from storage.query import Query  # noqa: E402
from storage.views import DealView  # noqa: E402
from telling.cards import headline  # noqa: E402
from telling.words import Words  # noqa: E402

QUESTIONS = [
    (
        "恒瑞医药 2023 年以来向海外授出了什么？",
        "What has Hengrui licensed out since 2023?",
        "deals --company 恒瑞 --direction out --since 2023 --limit 20",
    ),
    (
        "2024 年以来首付款不低于一亿美元的 ADC 交易有哪些？",
        "Which ADC deals since 2024 had an upfront of US$100 million or more?",
        "deals --modality ADC --min-upfront 100000000 --since 2024",
    ),
    (
        "2023 年有哪些权益退回了授出方？",
        "What came back to its licensor in 2023?",
        "events --kind terminated --since 2023 --until 2023",
    ),
    (
        "2025 年哪些省份出海最多，首付款披露了多少？",
        "Which provinces sold most abroad in 2025, and what upfronts were disclosed?",
        "stats --by province --direction out --since 2025 --until 2025",
    ),
    ("2026 年谁和谁成立了 NewCo？", "Who founded a NewCo in 2026?", "deals --type newco --since 2026"),
    (
        "阿斯利康从上海的公司拿过什么？",
        "What did AstraZeneca take from companies of Shanghai?",
        "deals --partner 阿斯利康 --province 上海",
    ),
    ("PD-1/VEGF 双抗卖给了谁？", "Who bought PD-1/VEGF bispecifics?", "deals --text 'PD-1 VEGF'"),
    (
        "有史以来首付款最高的五笔出海交易？",
        "The five largest upfronts out of China so far?",
        "deals --direction out --sort upfront --limit 5",
    ),
    (
        "哪些中国公司被海外买家整体收购？",
        "Which Chinese companies were bought whole by a buyer abroad?",
        "deals --type acquisition --direction out",
    ),
    (
        "2020 年以来每年出海多少笔？",
        "How many deals out of China a year since 2020?",
        "stats --by year --direction out --since 2020",
    ),
]
NEWS = [
    ("恒瑞医药有什么交易？", "What is told of Hengrui?", "deals --company 恒瑞 --direction out"),
    (
        "首付款不低于一亿美元的出海交易有哪些？",
        "Which deals out of China had an upfront of US$100 million or more?",
        "deals --direction out --min-upfront 100000000",
    ),
    ("哪些交易终止了？", "What was called off?", "events --kind terminated"),
    ("哪些交易有款项到账？", "Which milestones were reached, which payments came in?", "events --kind milestone"),
    (
        "哪些省份出海最多，首付款披露了多少？",
        "Which provinces sold most abroad, and what upfronts were disclosed?",
        "stats --by province --direction out",
    ),
    ("海思科和谁做了什么？", "What did Haisco do, and with whom?", "deals --company 海思科"),
    (
        "阿斯利康和中国公司之间有什么消息？",
        "What is told of AstraZeneca and China?",
        "deals --partner 阿斯利康 --direction out",
    ),
    (
        "总额最高的五笔出海交易？",
        "The five largest deals out of China by total?",
        "deals --direction out --sort total --limit 5",
    ),
    ("什么授权进了中国？", "What was licensed or sold into China?", "deals --direction in"),
    ("每月出海多少笔？", "How many deals out of China a month?", "stats --by month --direction out"),
]
HEAD = """# Ten questions of business development

Each is one command, and the same question to the API, the page and an assistant over MCP. The answers are those of the
shipped history (`chuhai db import-history`) alone; news that you crawl or replay adds to them. The tests ask all ten in
all four ways and compare. What 45 days of news answer: [ten questions to the news](ten-questions-news.md).

"""
NEWS_HEAD = """# Ten questions to 45 days of news

What the ten kinds of [questions](ten-questions.md) have for an answer where there is news but no history: 58,006 items of
three Chinese newswires from 14 May to 30 June 2026, read on {day} by

```console
$ chuhai replay archive-*.jsonl.gz --db news.db
$ python docs/questions.py news.db
```

The wires and this database are no part of the project, so no test repeats it; when the page was written, terminal, API,
page and assistant gave the same answers. A deal that a wire only looks back on has no day of its own and stands under the
day of that item.

"""
TOOLS = {"deals": ("/", "search_deals"), "events": ("/events", "deal_events"), "stats": ("/stats", "deal_stats")}
NUMBERS, SINGLE = ("limit", "min_upfront"), ("since", "until", "by", "sort", "text")
WORDS = Words("zh")


def answer(query: Query, command: str, asked: dict[str, Any]) -> list[tuple[object, ...]]:
    """The rows of the answer, the head first."""
    fields = {name: value for name, value in asked.items() if name not in ("by", "kind")}
    wanted = read_filter(fields)
    if command == "events":
        found = query.happened(wanted, kinds=asked["kind"])
        return [("day", "deal"), *((event.day, event.deal_title) for event in found)]
    if command == "stats":
        rows = query.stats(asked["by"], wanted).rows
        return [(asked["by"], "deals", "upfronts disclosed"), *((row.label, row.deals, row.upfronts) for row in rows)]
    deals = query.deals(wanted).items
    told = ((d.announced, headline(d, WORDS), "、".join(d.assets), stated(d)) for d in deals)
    return [("announced", "deal", "asset", "sums"), *told]


def stated(deal: DealView) -> str:
    """What is paid first and what it may come to."""
    return "；".join(f"{label} {money}" for label, money in sums(deal, WORDS)) or WORDS("none.money")


def section(query: Query, number: int, chinese: str, english: str, typed: str) -> str:
    """One question, how it is asked in four places, and its answer."""
    command, *words = shlex.split(typed)
    pairs = [
        (option.removeprefix("--").replace("-", "_"), value)
        for option, value in zip(words[::2], words[1::2], strict=True)
    ]
    asked: dict[str, Any] = {}
    for name, value in pairs:
        if name in NUMBERS or name in SINGLE:
            asked[name] = int(value) if name in NUMBERS else value
        else:
            asked.setdefault(name, []).append(value)
    head, *rows = (" | ".join(map(str, row)) for row in answer(query, command, asked))
    table = [f"| {head} |", "|" + " --- |" * (head.count("|") + 1), *(f"| {row} |" for row in rows)]
    page, tool = TOOLS[command]
    given, address = json.dumps(asked, ensure_ascii=False), urlencode(pairs)
    return "\n".join(
        [
            f"## {number}. {english}", "", chinese, "", "```console", f"$ chuhai {typed}", "```", "", *table, "",
            f"API `/api/{command}?{address}`; page `{page}?{address}`; MCP `{tool}` with `{given}`.", "",
        ]
    )  # fmt: skip


def from_history() -> str:
    """The page over the shipped history."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(Path(folder) / "history.db")
        load_history(database)
        try:
            return HEAD + asked(database, QUESTIONS)
        finally:
            database.close()


def from_news(file: Path) -> str:
    """The page over the database of a replay."""
    database = open_database(file, create=False)
    try:
        return NEWS_HEAD.format(day=date.today()) + asked(database, NEWS)  # noqa: DTZ011 (the day of the machine)
    finally:
        database.close()


def asked(database: Database, questions: list[tuple[str, str, str]]) -> str:
    """All sections."""
    with database.read() as session:
        query = Query(session)
        return "\n".join(section(query, number, *question) for number, question in enumerate(questions, 1))


def main(news: str | None = None) -> None:
    """Write one of the pages."""
    name, text = ("ten-questions-news", from_news(Path(news))) if news else ("ten-questions", from_history())
    (ROOT / "docs" / "how-to" / f"{name}.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:2])
