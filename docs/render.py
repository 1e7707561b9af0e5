"""Writes the reference pages that are made from the code: ``python docs/render.py`` (``make docs``).

``tests/test_docs.py`` compares them with what this would write, so that they are never stale.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from inspect import getsource
from pathlib import Path
from typing import Any

import click
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from sqlalchemy import inspect

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from chuhai import cli  # noqa: E402  (a script: the checkout is put on the path first)
from crawlers.sources import load_sources  # noqa: E402
from query.web import create_app  # noqa: E402
from settings import Settings  # noqa: E402
from storage.engine import open_database  # noqa: E402
from storage.filters import DealFilter  # noqa: E402
from storage.models import Base  # noqa: E402

REFERENCE = ROOT / "docs" / "reference"


def settings_page() -> str:
    """Every table and key of ``chuhai.toml``."""
    lines = [
        "# Settings",
        "",
        "One TOML file, `chuhai.toml` in the working directory or the one named by `chuhai --config FILE` or",
        "`CHUHAI_CONFIG`. Every key has a default; an unknown one is refused with the nearest that is known.",
        "Secrets are never in the file.",
    ]
    for name, field in Settings.model_fields.items():
        table = field.annotation
        assert isinstance(table, type) and issubclass(table, BaseModel)
        lines += [
            "",
            f"## [{name}]",
            "",
            (table.__doc__ or "").strip(),
            "",
            "| key | default | meaning |",
            "| --- | --- | --- |",
        ]
        lines += [
            f"| `{key}` | {_default(info)} | {info.description or ''} |" for key, info in table.model_fields.items()
        ]
    return "\n".join(lines) + "\n"


def _default(info: FieldInfo) -> str:
    """The default as TOML writes it."""
    default = info.get_default(call_default_factory=True, validated_data={})
    return "" if default is None else f"`{json.dumps(default, default=str, ensure_ascii=False)}`"


def commands_page() -> str:
    """What ``--help`` says, for every command."""
    asked = cli.context_settings["help_option_names"]  # once a command has run, click keeps its help option
    context = click.Context(cli, info_name="chuhai", max_content_width=100, terminal_width=100, help_option_names=asked)
    parts = ["# Commands", "", "What `chuhai COMMAND --help` says; exit codes are 0 (done), 1 (failed), 2 (wrong use)."]
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        parts += _help(command, name, context, level=2)
    return "\n".join(parts) + "\n"


def _help(command: click.Command, name: str, parent: click.Context, level: int) -> list[str]:
    context = click.Context(command, info_name=name, parent=parent, max_content_width=100, terminal_width=100)
    title = context.command_path
    parts = ["", f"{'#' * level} {title}", "", "```text", command.get_help(context), "```"]
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            found = command.get_command(context, child)
            assert found is not None
            parts += _help(found, child, context, level + 1)
    return parts


def sources_page() -> str:
    """Every declared source, the crawled ones first."""
    sources = sorted(load_sources().values(), key=lambda source: (not source.enabled, source.tier, source.name))
    lines = [
        "# Sources",
        "",
        "Every declared source: one file each in `crawlers/sources/`. None was seen working live when it was declared:",
        "each rests on the evidence named, and `chuhai sources check NAME` tells what holds on your machine. Tiers: 1",
        "exchange filing, 2 company, 3 wire or press, 4 portal, 5 copy.",
        "",
        "| name | source | kind | tier | every | crawled | terms and limits | evidence |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for source in sources:
        crawled = "yes" if source.enabled else "no: restricted" if source.access == "restricted" else "off until set up"
        evidence = "; ".join(f"{proof.where} {proof.on or ''} {proof.note}".strip() for proof in source.evidence)
        every = f"{source.poll_minutes} min"
        cells = (
            f"`{source.name}`",
            source.title,
            source.kind,
            str(source.tier),
            every,
            crawled,
            source.terms,
            evidence,
        )
        lines.append("| " + " | ".join(" ".join(cell.replace("|", "/").split()) for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def tables_page() -> str:
    """Every table with its columns, as ``storage/models`` says; then the views."""
    lines = [
        "# Tables and views",
        "",
        "For those who ask in SQL, with `sqlite3 -readonly`, Datasette or a notebook. The views `deals`, `deal_amounts`,",
        "`deal_events`, `deal_evidence` and `deal_companies` are made for reading: dollars, names, public ids (`D12`).",
        "In the tables, money is whole hundredths of its currency's unit, times are UTC, JSON is text. Write with",
        "`chuhai review` and `chuhai companies`, never by hand; `chuhai db check` tells whether every promise holds.",
        "",
        "```sql",
        "SELECT id, announced, grantors, partners, assets, upfront_usd FROM deals",
        "WHERE direction = 'out' AND upfront_usd >= 1e8 ORDER BY announced DESC LIMIT 20;",
        "```",
    ]
    for name, view in sorted(_views().items()):
        lines += ["", f"## {name} (view)", "", ", ".join(f"`{column}`" for column in view)]
    classes = {str(mapper.local_table): mapper.class_ for mapper in Base.registry.mappers}
    for name, table in sorted(Base.metadata.tables.items()):
        row = classes[name]
        notes = dict(re.findall(r"^    (\w+): Mapped.*?  # (.+)$", getsource(row), re.MULTILINE))
        lines += ["", f"## {table.name}", "", " ".join((row.__doc__ or "").split()), ""]
        lines += ["| column | type | key | meaning |", "| --- | --- | --- | --- |"]
        for column in table.columns:
            leads = [f"→ {key.column.table.name}" for key in column.foreign_keys]
            key = ", ".join([*(["primary"] if column.primary_key else []), *leads])
            kind = type(column.type).__name__.lower() + ("?" if column.nullable else "")
            lines.append(f"| `{column.name}` | {kind} | {key} | {notes.get(column.name, '')} |")
    return "\n".join(lines) + "\n"


def _views() -> dict[str, list[str]]:
    """The views that a new database has, with their columns."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(Path(folder) / "new.db")
        try:
            found = inspect(database.engine)
            return {name: [column["name"] for column in found.get_columns(name)] for name in found.get_view_names()}
        finally:
            database.close()


def api_page() -> str:
    """Every address of the API: what it takes and what it answers, as its OpenAPI document says."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(Path(folder) / "new.db")
        document = create_app(Settings(), database).openapi()
        database.close()
    schemas = document["components"]["schemas"]
    lines = [
        "# API",
        "",
        "Reading needs no token; what writes says which scope it needs. Every error is",
        '`{"error": {"code", "message", "suggestions"}}`. Answers have an `ETag`; lists go on at `next_cursor`, in other',
        'formats at the `Link` with `rel="next"`. `Accept` chooses among the formats named. How to ask, with examples:',
        "[how to ask](../how-to/ask.md).",
    ]
    for path, methods in document["paths"].items():
        for method, about in methods.items():
            lines += [
                "",
                f"## {method.upper()} {path}",
                "",
                about["description"].replace("``", "`").split("\n\n")[0],
                "",
            ]
            good = next((code for code in about["responses"] if code.startswith("2")), "")
            content = about["responses"][good].get("content", {})
            answer = content.get("application/json", {}).get("schema", {})
            if answer:
                lines.append(f"Answers {good}: {_linked(answer)}{_formats(content)}.")
            elif content:
                lines.append(f"Answers {good}: {', '.join(f'`{form}`' for form in content)}.")
            else:
                lines.append(f"Answers {good}.")
            if body := about.get("requestBody"):
                lines.append(f"Takes {_linked(body['content']['application/json']['schema'])}.")
            names = [f"`{each['name']}`" for each in about.get("parameters", ()) if each["name"] not in _FILTER]
            if any(each["name"] in _FILTER for each in about.get("parameters", ())):
                names.append("the [fields of a filter](#schema-dealfilter)")
            if names:
                lines += ["", f"Parameters: {', '.join(names)}."]
    for name, schema in sorted(schemas.items()):
        if name in ("HTTPValidationError", "ValidationError"):
            continue
        lines += ["", f"## Schema {name}", ""]
        lines += [" ".join(schema["description"].replace("``", "`").split()), ""] if "description" in schema else []
        if "properties" not in schema:
            lines.append(f"{_linked(schema)}.")
            continue
        lines += ["| field | type | meaning |", "| --- | --- | --- |"]
        lines += [
            f"| `{field}` | {_linked(of)} | {of.get('description', '')} |" for field, of in schema["properties"].items()
        ]
    return "\n".join(lines) + "\n"


_FILTER = frozenset(DealFilter.model_fields)


def _formats(content: dict[str, object]) -> str:
    others = [f"`{form}`" for form in content if form != "application/json"]
    return f"; or {', '.join(others)}" if others else ""


def _linked(schema: dict[str, Any]) -> str:
    """A type in a few words, with a link to a schema."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#schema-{name.lower()})"
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_linked(each) for each in schema["anyOf"]))
    if schema.get("type") == "array":
        return f"list of {_linked(schema.get('items', {}))}"
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    return str(schema.get("type", "any"))


PAGES = {
    "api.md": api_page,
    "settings.md": settings_page,
    "commands.md": commands_page,
    "sources.md": sources_page,
    "tables.md": tables_page,
}


def main(folder: Path = REFERENCE) -> None:
    """Write every page."""
    for name, render in PAGES.items():
        (folder / name).write_text(render(), encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
