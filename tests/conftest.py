"""What tests of several rooms share: the command line as a process, and the sample newsroom as an archive."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from newsroom.articles import load_samples
from storage.check import check
from storage.engine import open_database

ROOT = Path(__file__).resolve().parent.parent
CHUHAI = [sys.executable, str(ROOT / "chuhai.py")]
#: the newest sample came out at this moment; the older ones before it, three times as far apart as they say
LAST = datetime(2026, 6, 3, 18, 0, tzinfo=ZoneInfo("Asia/Shanghai"))

Chuhai = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def chuhai(tmp_path: Path) -> Chuhai:
    """Run ``chuhai ARGUMENTS`` in an empty folder, as a user would."""
    folder = tmp_path / "cwd"
    folder.mkdir()

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        command = [*CHUHAI, *map(str, arguments)]
        env = {**os.environ, "COLUMNS": "160"}
        return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=200)

    return run


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every sample as an archived item, oldest first, over three days that end at ``LAST``."""
    samples = sorted((s for outlet in load_samples().values() for s in outlet), key=lambda s: -s.hours)
    path = tmp_path_factory.mktemp("archive") / "newsroom.jsonl"
    lines = [
        {
            "id": f"{sample.outlet}-{sample.id}",
            "source": sample.outlet,
            "published": (LAST - timedelta(hours=3 * sample.hours)).isoformat(),
            "title": sample.title,
            "text": sample.text.strip(),
            "url": f"https://{sample.outlet}.example/{sample.id}",
        }
        for sample in samples
    ]
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\n", encoding="utf-8")
    return path


def broken_promises(db: Path) -> list[str]:
    """What ``chuhai db check`` finds wrong with a database."""
    with closing(open_database(db)) as opened, opened.read() as session:
        return [str(finding) for finding in check(session)]
