"""The front door: quick, complete, and never a traceback for what a user can cause."""

from __future__ import annotations

import os
import resource
import subprocess
import sys

import pytest

from chuhai import COMMANDS
from tests.conftest import CHUHAI, ROOT, Chuhai


def test_help_is_quick_and_loads_no_room() -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *CHUHAI[1:], "--help"], capture_output=True, text=True, check=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 0.5
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    rooms = {"crawlers", "nlp", "storage", "alerts", "query", "newsroom", "sqlalchemy", "scrapy", "spacy", "fastapi"}
    assert not loaded & rooms
    for name in COMMANDS:
        assert name in done.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_helps_with_an_example(name: str, chuhai: Chuhai) -> None:
    done = chuhai(name, "--help")
    assert done.returncode == 0, done.stderr
    assert f"chuhai {name}" in done.stdout.partition("\n")[2], "no example"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["replai"], "did you mean replay"),
        (["--config", "no.toml", "crawl"], "no.toml: no such file"),
        (["crawl", "no_such_source"], "unknown source 'no_such_source'"),
        (["replay", "no.jsonl"], "no.jsonl: no such file"),
        (["db", "check", "--db", "no.db"], "no.db"),
    ],
)
def test_wrong_use_is_one_line_and_exit_2(arguments: list[str], said: str, chuhai: Chuhai) -> None:
    done = chuhai(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert done.stderr.startswith("chuhai: ") and done.stderr.count("\n") == 1


def test_closed_pipe_is_no_traceback() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run([*CHUHAI, "--help"], stdout=writing, stderr=subprocess.PIPE, text=True)
    os.close(writing)
    assert "Traceback" not in done.stderr


def test_top_level_names_are_ours_alone() -> None:
    from importlib.metadata import packages_distributions

    ours = {path.stem for path in ROOT.glob("*.py")} | {
        path.parent.name for path in ROOT.glob("*/__init__.py") if path.parent.name not in {"tests", "bench"}
    }
    owners = packages_distributions()
    for name in ours & owners.keys():
        assert owners[name] == ["chuhai"]


def test_wheel_holds_every_module() -> None:
    import tomllib

    included = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    modules = {path.name for path in ROOT.glob("*.py")}
    assert modules <= set(included["only-include"])
