"""The documentation says what the code does: generated pages are fresh, links lead somewhere, commands exist."""

from __future__ import annotations

import re
import runpy
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest

from chuhai import COMMANDS, cli
from settings import Settings
from tests.conftest import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
RENDERED = runpy.run_path(str(ROOT / "docs" / "render.py"))
_LINK = re.compile(r"\]\((?!https?://|#|mailto:)([^)#\s]+)")
_CODE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_TYPED = re.compile(r"`(chuhai [^`\n]+)`")


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages as a new process writes them: click remembers what tests have asked of its commands."""
    folder = tmp_path_factory.mktemp("reference")
    subprocess.run([sys.executable, ROOT / "docs" / "render.py", folder], check=True)
    return folder


@pytest.mark.parametrize("name", RENDERED["PAGES"])
def test_generated_page_is_fresh(name: str, rendered: Path) -> None:
    written = (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8")
    assert written == (rendered / name).read_text(encoding="utf-8"), "run make docs and commit the page"


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_links_lead_somewhere(page: Path) -> None:
    for target in _LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def typed_lines() -> list[tuple[str, str]]:
    """Every command that a page tells people to type."""
    found = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        lines = [line for kind, body in _CODE.findall(text) if kind == "console" for line in body.splitlines()]
        typed = [line.strip().removeprefix("$ ").partition("#")[0].strip() for line in lines if "$ " in line]
        found += [(relative(page), line) for line in [*typed, *_TYPED.findall(text)]]
    return found


@pytest.mark.parametrize(("page", "line"), typed_lines())
def test_typed_commands_exist(page: str, line: str) -> None:
    words = shlex.split(line)
    if words[0] == "make":
        targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
        assert set(words[1:]) <= set(targets)
    elif words[0] == "chuhai":
        check_command(words[1:])


def check_command(words: list[str]) -> None:
    """The command is there, and has the options that are shown."""
    if words[:1] == ["--config"]:
        words = words[2:]
    group: click.Command = cli
    context = click.Context(cli, info_name="chuhai")
    while isinstance(group, click.Group) and words and not words[0].startswith("-"):
        if group is cli and words[0] == words[0].upper():
            return  # `chuhai COMMAND --help`
        assert group is not cli or words[0] in COMMANDS, words[0]
        found = group.get_command(context, words[0])
        if found is None:
            break
        group, words = found, words[1:]
    options = {"--help", "-h", "--version"}.union(*(parameter.opts for parameter in group.params))
    for word in words:
        if word.startswith("-") and len(word) > 1:
            assert word.partition("=")[0] in options, f"{group.name} has no {word}"


def test_settings_of_the_tutorial_are_settings() -> None:
    text = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    (body,) = [
        re.sub(r"^ {3}", "", body, flags=re.MULTILINE) for body in re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    ]
    Settings.model_validate(tomllib.loads(body))


def test_both_readmes_show_the_same_commands_and_links() -> None:
    one, two = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh.md"))
    assert _TYPED.findall(one) == _TYPED.findall(two)
    assert set(_LINK.findall(one)) - {"README.zh.md"} == set(_LINK.findall(two)) - {"README.md"}
