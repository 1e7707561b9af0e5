"""What is wrong with a source, in words for readers: what pages and mails say of it."""

from __future__ import annotations

from storage.views import SourceHealth
from telling.cards import format_day
from telling.words import Words


def trouble(source: SourceHealth, words: Words) -> str:
    """One line; empty where nothing is wrong. A source that answers and brings nothing is in trouble too."""
    health = source.health
    if source.problem or source.failing_since or health is None:
        return source.problem
    if source.state == "quiet" and health.newest:
        zh, en = format_day(health.newest, Words("zh")), format_day(health.newest, Words("en"))
        return words.pick(f"最新内容停在{zh}", f"nothing newer than {en}", between=" · ")
    return health.problem
