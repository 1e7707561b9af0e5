"""What merging one day's reports costs in a small and in a large database.

    python bench/make_corpus.py make small.db --deals 10000
    python bench/make_corpus.py make large.db --deals 1000000
    python bench/merge_scale.py small.db large.db

Prints CPU seconds for the same reports in each (work on copies: the databases are written to) and their ratio; the
median of several days, the first left out.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from crawlers.records import Article
from nlp.records import Deal, Reading
from storage.articles import save_article
from storage.deals import save_reading
from storage.engine import Database, open_database

#: reports of one day: new deals, and second tellings of deals that the database has
NEW, KNOWN = 30, 30
DAYS = 6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+")
    found = {str(file): measure(file) for file in parser.parse_args().files}
    seconds = [row["cpu_seconds_a_day"] for row in found.values()]
    print(json.dumps(found | {"ratio of last to first": round(seconds[-1] / seconds[0], 2)}, indent=1))


def measure(file: Path) -> dict[str, Any]:
    """The CPU time of saving a day's reports into a database."""
    database = open_database(file, create=False)
    with database.read() as session:
        reports = session.scalar(text("SELECT count(*) FROM report"))
    days = [_day(database, number) for number in range(DAYS)]
    database.close()
    return {"reports": reports, "cpu_seconds_a_day": round(statistics.median(days[1:]), 3), "days": days}


def _day(database: Database, number: int) -> float:
    dice = random.Random(f"{time.time()}-{number}")
    told = [_again(database, dice) for _ in range(KNOWN)] + [_new(database, dice) for _ in range(NEW)]
    began = time.process_time()
    for place, (deal, when) in enumerate(told):
        mark = f"{number}-{place}-{dice.randrange(10**9)}"
        article = Article(
            source="bench day", url="", item_id=mark, title=f"第{mark}号", text=f"第{mark}号消息的正文。", published=when,
            precision="minute", fetched=when, language="zh",
        )  # fmt: skip
        with database.write() as session:
            saved = save_article(session, article)
            save_reading(session, saved.id, Reading(deals=(deal,)), extractor="bench")
    return round(time.process_time() - began, 3)


def _again(database: Database, dice: random.Random) -> tuple[Deal, datetime]:
    """A deal of the database, told by another article an hour later."""
    with database.read() as session:
        largest = session.scalar(text("SELECT max(id) FROM report"))
        data, day = session.execute(
            text("SELECT r.data, a.day FROM report r JOIN article a ON a.id = r.article_id WHERE r.id >= :id LIMIT 1"),
            {"id": dice.randint(1, largest)},
        ).one()
    when = datetime.fromisoformat(day).replace(tzinfo=UTC) + timedelta(hours=1)
    return Deal.model_validate_json(data), when


def _new(database: Database, dice: random.Random) -> tuple[Deal, datetime]:
    """A deal of the same parties on an asset that nobody has told of."""
    deal, when = _again(database, dice)
    asset = deal.assets[0].model_copy(update={"name": f"NEW-{dice.randrange(10**9)}", "surface": ()})
    return deal.model_copy(update={"assets": (asset,), "amounts": ()}), when + timedelta(days=400)


if __name__ == "__main__":
    main()
