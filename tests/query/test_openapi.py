"""The OpenAPI document keeps its word: fuzzed requests are answered as it says, and never with a 500."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis.config import SchemathesisConfig
from schemathesis.generation import GenerationMode
from starlette.testclient import TestClient

from query.tokens import add_token
from query.web import create_app
from storage.engine import open_database
from storage.filters import DealFilter
from tests.query.conftest import settings_of

QUICK = settings(max_examples=6, deadline=None, database=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def fuzzed(shelf: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The document of an application over its own database, and a token that opens everything."""
    path = Path(shutil.copy(shelf, tmp_path_factory.mktemp("fuzzed") / "fuzzed.db"))
    database = open_database(path)
    with database.write() as session:
        token = add_token(session, "fuzz", "admin", datetime.now(UTC))
    app = create_app(settings_of(path), database)
    # 422 is a fair answer to what fits the schema: no schema knows that February has no 31st, or which cursor came last.
    fair = ["2xx", "304", "404", "422"]
    config = SchemathesisConfig.from_dict(
        {
            "headers": {"Authorization": f"Bearer {token}"},
            "seed": 2026,
            "checks": {"positive_data_acceptance": {"expected-statuses": fair}},
        }
    )
    yield schemathesis.openapi.from_asgi("/api/openapi.json", app, config=config)
    database.close()


def test_schemathesis_finds_no_failure(fuzzed: Any) -> None:
    operations = [found.ok() for found in fuzzed.get_all_operations()]
    assert len(operations) > 20
    for operation in operations:
        ask(operation, GenerationMode.POSITIVE)
        with contextlib.suppress(Unsatisfiable):  # a name that may be any text cannot be asked for wrongly
            ask(operation, GenerationMode.NEGATIVE)


def ask(operation: Any, mode: GenerationMode) -> None:
    """Send what fits the document, or what does not, and hold the answer to the document."""

    @QUICK
    @given(case=operation.as_strategy(generation_mode=mode))
    def check(case: schemathesis.Case) -> None:
        case.call_and_validate()

    check()


anything = st.one_of(
    st.text(max_size=30),
    st.integers().map(str),
    st.floats().map(str),
    st.sampled_from(["恒瑞", "%", "' OR 1=1 --", "\x00"]),
)


@settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(
    asked=st.dictionaries(
        st.sampled_from([*DealFilter.model_fields, "saved", "by", "period", "kind"]), anything, max_size=4
    ),
    address=st.sampled_from(
        ["/api/deals", "/api/facets", "/api/stats", "/api/events", "/api/feed.atom", "/", "/stats"]
    ),
)
def test_a_filter_of_anything_is_no_crash(api: TestClient, asked: dict[str, str], address: str) -> None:
    found = api.get(address, params=asked)
    assert found.status_code in (200, 404, 422), found.text
