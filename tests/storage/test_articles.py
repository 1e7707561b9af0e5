"""Each item once, edits as versions, copies under their original."""

from __future__ import annotations

import random

from sqlalchemy import func, select

from crawlers.records import Article
from storage.articles import SavedArticle, save_article
from storage.check import check
from storage.engine import Database
from storage.models import ArticleRow, ArticleVersion
from tests.storage.making import article

BODY = (
    "甲药业今日宣布与乙公司签署许可协议，授予其在大中华区以外开发和商业化注射用XK-207的权利，首付款为5500万美元，"
    "后续里程碑付款最高可达7.3亿美元，另有销售提成。该药处于二期临床。"
)


def save(db: Database, *items: Article) -> list[SavedArticle]:
    with db.write() as session:
        return [save_article(session, item) for item in items]


def test_an_item_is_kept_once(db: Database) -> None:
    (first,) = save(db, article(1))
    (again,) = save(db, article(1))
    assert (first.is_new, first.reason) == (True, "new")
    assert (again.id, again.is_new, again.is_changed, again.reason) == (first.id, False, False, "unchanged")


def test_a_page_that_two_sources_list_is_one_article(db: Database) -> None:
    one = article(1, url="https://news.example/5", item_id="")
    two = article(2, source="portal", url="https://news.example/5", item_id="", text=one.text, title=one.title)
    first, second = save(db, one, two)
    assert second.id == first.id


def test_two_items_of_one_page_stay_two(db: Database) -> None:
    first, second = save(db, article(1, url="https://wire.example/live"), article(2, url="https://wire.example/live"))
    assert first.id != second.id


def test_without_id_and_address_the_words_decide(db: Database) -> None:
    first, again, other = save(
        db, article(1, url="", item_id=""), article(1, url="", item_id=""), article(2, url="", item_id="")
    )
    assert first.id == again.id != other.id


def test_an_edit_is_a_version_and_an_old_version_changes_nothing(db: Database) -> None:
    (first,) = save(db, article(1))
    (edited,) = save(db, article(1, text="改过的正文。", days=1))
    (back,) = save(db, article(1))
    (late,) = save(db, article(1, text="更早的正文。", days=-1))
    assert (edited.id, edited.is_changed, edited.reason) == (first.id, True, "edited")
    assert [back.reason, late.reason] == ["older version", "older version"]
    with db.read() as session:
        row = session.get_one(ArticleRow, first.id)
        assert (row.text, row.version) == ("改过的正文。", 2)
        assert session.scalar(select(ArticleVersion.text)) == article(1).text
        assert check(session) == []


def test_a_copy_leads_to_the_best_source_whatever_came_first(db: Database) -> None:
    items = [
        article(1, source="portal", tier=4, text=BODY, title="甲药业授权"),
        article(
            2, source="wire", tier=3, text=f"甲药业公告，{BODY}（编辑 某某）", title="甲药业：签署许可协议", days=0.1
        ),
        article(3, source="exchange", tier=1, text=BODY, title="公告", days=0.2),
        article(4, source="blog", tier=5, text=BODY.replace("今日", "近日"), title="转载", days=3),
    ]
    for seed in range(4):
        random.Random(seed).shuffle(items)
        with db.write() as session:
            for item in items:
                save_article(session, item)
            originals = set(session.scalars(select(ArticleRow.source).where(ArticleRow.copy_of.is_(None))))
            assert originals == {"exchange"}
            assert check(session, quick=True) == []
            session.rollback()


def test_a_template_with_other_names_and_figures_is_no_copy(db: Database) -> None:
    other = BODY.replace("XK-207", "QQ-991").replace("5500万", "1200万").replace("7.3亿", "2.6亿")
    save(db, article(1, text=BODY), article(2, source="portal", text=other))
    with db.read() as session:
        assert session.scalar(select(func.count()).where(ArticleRow.copy_of.is_not(None))) == 0


def test_a_text_that_comes_back_much_later_is_no_copy(db: Database) -> None:
    save(db, article(1, text=BODY), article(2, source="portal", text=BODY, days=90))
    with db.read() as session:
        assert session.scalar(select(func.count()).where(ArticleRow.copy_of.is_not(None))) == 0
