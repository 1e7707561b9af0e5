"""Trains and saves the name finder: ``python -m nlp.train``."""

from __future__ import annotations

from pathlib import Path

import click

from nlp.ner import MODEL


@click.command()
@click.option("--samples", default=56_000, show_default=True, help="How many made-up texts to train on.")
@click.option("--seed", default=7, show_default=True, help="The same seed makes the same texts and the same model.")
@click.option("--out", type=click.Path(path_type=Path), default=MODEL, show_default=True, help="Folder of the model.")
def main(samples: int, seed: int, out: Path) -> None:
    """Train the name finder. Example: python -m nlp.train --samples 56000"""
    from nlp.train.trainer import train

    nlp = train(samples=samples, seed=seed, report=click.echo)
    nlp.to_disk(out, exclude=["vocab"])
    click.echo(f"saved to {out}")


main()
