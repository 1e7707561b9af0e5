"""The modules of the top level import one way, and the command line stays at the front door."""

from __future__ import annotations

import ast

import pytest

from tests.conftest import ROOT

#: each may import what stands below it; those on one line do not know each other
ORDER = (("chuhai",), ("commands",), ("newsroom", "replay", "service"), ("scheduler",), ("line",))
ROOMS = {"query", "alerts", "telling", "storage", "nlp", "crawlers", "settings", "errors"}
ABOVE = {name: {n for line in ORDER[: depth + 1] for n in line} for depth, line in enumerate(ORDER) for name in line}


def imported(module: str) -> set[str]:
    """Top-level names that a module of the top level imports, also inside functions."""
    tree = ast.parse((ROOT / f"{module}.py").read_text(encoding="utf-8"))
    found = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    found |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return {name.partition(".")[0] for name in found}


@pytest.mark.parametrize("module", [name for name in ABOVE if name != "newsroom"])
def test_module_imports_only_what_is_below(module: str) -> None:
    assert not imported(module) & ABOVE[module]


@pytest.mark.parametrize("module", ["replay", "service", "scheduler", "line"])
def test_composition_knows_no_command_line(module: str) -> None:
    assert "click" not in imported(module)


def test_every_module_has_its_place() -> None:
    modules = {path.stem for path in ROOT.glob("*.py")} | {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert modules - {"tests", "bench"} == ABOVE.keys() | ROOMS
