"""Precision of milestones, facts and insights on news: what the reader finds against judgements by eye.

python -m bench.remarks ARCHIVE... [--verdicts bench/remark_verdicts.csv]   how much of what is found was judged right
python -m bench.remarks ARCHIVE... --list                                   sentences to judge, with their keys

Archives are JSON Lines (also .gz) with id, title, text and date or published. A verdict is kept under the article's id and
a hash of the sentence; the sentences themselves are not ours and stay outside.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from nlp import facts, insights, milestones
from nlp.gate import NOT_MEDICAL, gate
from nlp.page import Page, make_page
from nlp.reader import parse_day
from nlp.records import Evidence
from nlp.regulators import mark_authorities
from nlp.sections import find_sections
from nlp.text import fold

_VERDICTS = Path(__file__).parent / "remark_verdicts.csv"


@click.command()
@click.argument("archives", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--verdicts", type=click.Path(path_type=Path), default=_VERDICTS, show_default=True)
@click.option("--list", "listing", is_flag=True, help="Print the sentences that have no verdict yet.")
def main(archives: tuple[Path, ...], verdicts: Path, listing: bool) -> None:
    """Compare what is found with what was judged."""
    judged = _read(verdicts)
    right: Counter[str] = Counter()
    found: Counter[str] = Counter()
    unjudged: Counter[str] = Counter()
    seen: set[tuple[str, str, str]] = set()
    spent = time.process_time()
    for item, page in _pages(archives):
        told = dict(_found(page))
        kinds = set(told.values())
        for what, key, sentence in _candidates(page):
            if (item, what, key) in seen:
                continue
            seen.add((item, what, key))
            label, verdict = told.get((what, key), "none"), judged.get((item, what, key))
            if listing and verdict is None:
                click.echo(f"{item}\t{what}\t{key}\t{label}\t{sentence}")
            elif verdict is None:
                unjudged[what] += 1
            if label != "none" and verdict is not None:
                found[what] += 1
                right[what] += verdict == label
            # An article tells its milestone in several sentences; it is missed only where none of them was taken.
            if label == "none" and verdict not in (None, "none") and verdict not in kinds:
                found[f"{what} missed"] += 1
    if not listing:
        for what in ("milestone", "fact", "insight"):
            n, of, missed = right[what], found[what], found[f"{what} missed"]
            sentences = sum(1 for key in seen if key[1] == what)
            recall = f", recall {n / (n + missed):.3f}" if n + missed else ""
            share = f"{n / of:.3f}" if of else "-"
            click.echo(
                f"{what}: {of} found, {n} right, precision {share}{recall}; {sentences} sentences, {unjudged[what]} not judged"
            )
        click.echo(f"{time.process_time() - spent:.1f} CPU seconds")


def _read(path: Path) -> dict[tuple[str, str, str], str]:
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as lines:
        return {(row["item"], row["what"], row["key"]): row["verdict"] for row in csv.DictReader(lines)}


def _pages(archives: tuple[Path, ...]) -> Iterator[tuple[str, Page]]:
    for path in archives:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                title, text = row.get("title") or "", row["text"]
                if gate(title, text) != NOT_MEDICAL:
                    yield row["id"], make_page(title, text, parse_day(row.get("date") or row.get("published") or ""))


def _found(page: Page) -> Iterator[tuple[tuple[str, str], str]]:
    if milestones.may_tell_milestones(page.whole):
        for milestone in milestones.find_milestones(page):
            yield ("milestone", _sentence(page, milestone.evidence[0])), milestone.kind
    if facts.may_tell_facts(page.whole):
        for fact in facts.find_facts(page):
            yield ("fact", _sentence(page, fact.evidence[0])), "fact"
    if insights.may_tell_insights(page.whole):
        for insight in insights.find_insights(page):
            yield ("insight", _sentence(page, insight.evidence[0])), insight.label


def _sentence(page: Page, evidence: Evidence) -> str:
    """The key of the sentence that holds the evidence."""
    for section in find_sections(page.text, page.title_end):
        for sentence in section.sentences:
            if page.offsets[sentence.start] <= evidence.start <= page.offsets[sentence.end - 1]:
                return _key(page.text[sentence.start : sentence.end])
    return ""


def _key(sentence: str) -> str:
    return hashlib.sha256(fold(sentence).encode()).hexdigest()[:12]


def _candidates(page: Page) -> Iterator[tuple[str, str, str]]:
    """Sentences that could be one: wider than what the rules take, so that what they miss is seen too."""
    told = {pair for pair, _ in _found(page)}
    found = {key for _, key in told}
    for section in find_sections(page.text, page.title_end):
        for sentence in section.sentences:
            said = page.text[sentence.start : sentence.end]
            key = _key(said)
            marked = mark_authorities(page.text, sentence.start, sentence.end)
            if key in found or (
                marked and any(c in said for c in milestones.CUES) and milestones.may_tell_milestones(page.whole)
            ):
                yield "milestone", key, said
            plain = insights._plain(said)
            wide = insights._TRADE.search(plain) and any(rule.search(plain) for rule in insights._RULES.values())
            if key in found or (
                wide and sentence is not section.title and (insights._ABROAD.search(plain) or insights._issuer(plain))
            ):
                yield "insight", key, said
            if ("fact", key) in told:
                yield "fact", key, said


if __name__ == "__main__":
    main()
