"""Trains and saves the name finder, or the insight classifier: ``python -m nlp.train [--model insights]``."""

from __future__ import annotations

from pathlib import Path

import click

from nlp import insights, ner

#: model -> (its folder, how many made-up texts it is trained on)
_MODELS = {"names": (ner.MODEL, 112_000), "insights": (insights.MODEL, 16_000)}


@click.command()
@click.option("--model", type=click.Choice(list(_MODELS)), default="names", show_default=True, help="What to train.")
@click.option("--samples", type=int, help="How many made-up texts to train on (default: as the shipped model).")
@click.option("--seed", default=7, show_default=True, help="The same seed makes the same texts and the same model.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the model (default: the shipped one).")
def main(model: str, samples: int | None, seed: int, out: Path | None) -> None:
    """Train a model. Example: python -m nlp.train --model insights"""
    folder, usual = _MODELS[model]
    samples, out = samples or usual, out or folder
    if model == "names":
        from nlp.train.trainer import train

        nlp = train(samples=samples, seed=seed, report=click.echo)
    else:
        from nlp.train.insights import train_insights

        nlp = train_insights(samples=samples, seed=seed)
    nlp.to_disk(out, exclude=["vocab"])
    click.echo(f"saved to {out}")


main()
