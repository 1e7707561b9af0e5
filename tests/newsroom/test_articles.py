"""The sample articles hold what they promise: every expected fact stands in the text, every filing is printed anew."""

import pytest

from newsroom.articles import FOLDER, Sample, load_samples
from newsroom.pdf import print_filing

SAMPLES = [sample for samples in load_samples().values() for sample in samples]


def test_there_are_enough_of_every_kind() -> None:
    assert len(SAMPLES) >= 40
    assert len(load_samples()) >= 5
    assert len({(s.outlet, s.id) for s in SAMPLES}) == len(SAMPLES)
    deals = [deal for s in SAMPLES for deal in s.deals]
    assert {d.direction for d in deals} == {"out", "in", "domestic", "foreign"}
    assert {d.status for d in deals} >= {"announced", "completed", "exercised", "milestone", "terminated"}
    assert sum(not s.deals for s in SAMPLES) >= 10, "a reader that finds a deal everywhere must be seen to fail"


@pytest.mark.parametrize("sample", [s for s in SAMPLES if s.deals], ids=lambda s: f"{s.outlet}/{s.id}")
def test_expected_names_stand_in_the_article(sample: Sample) -> None:
    text = f"{sample.title}\n{sample.text}"
    for deal in sample.deals:
        for name in (*deal.grantors, *deal.partners, *deal.assets):
            assert name in text


@pytest.mark.parametrize("sample", load_samples()["pilu"], ids=lambda s: s.id)
def test_filings_are_printed_from_their_text(sample: Sample) -> None:
    committed = (FOLDER / "pdf" / f"{sample.id}.pdf").read_bytes()
    assert committed == print_filing(sample), "run python -m newsroom.pdf and commit the PDF"
