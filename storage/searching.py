"""Full text over deals and articles: the newest hits, the best of them first, with the words marked."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from nlp.text import split_sentences
from storage.bigrams import find_marks
from storage.deal_views import SOURCE_COLUMNS, load_deals, source_view
from storage.evidence import MOST
from storage.filters import FilterError
from storage.fulltext import ARTICLE_TEXT, DEAL_TEXT, holds, row_id
from storage.models import ArticleRow
from storage.tellings import HISTORY, SHANGHAI
from storage.views import SearchHit

#: hits that are ranked against each other: the newest so many
_WINDOW = 200


def search(session: Session, asked: str, limit: int, *, articles: bool) -> list[SearchHit]:
    """Deals, then articles that hold all pieces; within each, hits in the title first, then the newest."""
    wanted = holds(session, DEAL_TEXT, asked)
    if wanted is None:
        raise FilterError(f"nothing to search for in {asked!r}; give letters, digits or characters")
    hits = _deals(session, asked, limit)
    if articles and len(hits) < limit:
        hits += _articles(session, asked, limit - len(hits))
    return hits


def _deals(session: Session, asked: str, limit: int) -> list[SearchHit]:
    condition = holds(session, DEAL_TEXT, asked)
    assert condition is not None
    newest = select(DEAL_TEXT.c.rowid).where(condition).order_by(DEAL_TEXT.c.rowid.desc()).limit(_WINDOW)
    ids = [row_id(rowid) for rowid in session.scalars(newest)]
    found = []
    for deal in load_deals(session, ids[: max(limit * 2, limit)]):
        shown = deal.sentence if find_marks(deal.sentence, asked) else deal.title
        found.append(
            SearchHit("deal", deal.id, deal.title, shown, tuple(find_marks(shown, asked)), deal.announced, deal=deal,
                      source=deal.source)
        )  # fmt: skip
    found.sort(key=lambda hit: not find_marks(hit.title, asked))  # stable: the newest first within each
    return found[:limit]


def _articles(session: Session, asked: str, limit: int) -> list[SearchHit]:
    condition = holds(session, ARTICLE_TEXT, asked)
    assert condition is not None
    newest = select(ARTICLE_TEXT.c.rowid).where(condition).order_by(ARTICLE_TEXT.c.rowid.desc()).limit(limit * 2)
    ids = [row_id(rowid) for rowid in session.scalars(newest)]
    rows = session.execute(select(ArticleRow.text, *SOURCE_COLUMNS).where(ArticleRow.id.in_(ids)))
    texts = {row[1]: (row[0], source_view(row[1:])) for row in rows}
    found = []
    for ident in ids:
        body, source = texts[ident]
        if source.copy_of is not None or source.source == HISTORY:
            continue  # a copy's original is found as well
        shown = _excerpt(f"{source.title}\n{body}", asked)
        day = source.day.astimezone(SHANGHAI).date()
        found.append(
            SearchHit("article", str(ident), source.title, shown, tuple(find_marks(shown, asked)), day, source=source)
        )
    found.sort(key=lambda hit: not find_marks(hit.title, asked))
    return found[:limit]


def _excerpt(whole: str, asked: str) -> str:
    """The first sentence that holds something asked for, at most MOST characters."""
    for sentence in split_sentences(whole):
        said = whole[sentence.start : sentence.end]
        marks = find_marks(said, asked)
        if marks:
            start = max(0, marks[0][0] - MOST // 2) if len(said) > MOST else 0
            return said[start : start + MOST]
    return whole[:MOST]
