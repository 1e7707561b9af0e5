"""Names that are offered while typing, and the company that a text names."""

from __future__ import annotations

from storage.engine import Database
from storage.naming import named_company, names_like
from tests.storage.conftest import Tell
from tests.storage.making import article, deal


def test_companies_come_first_and_the_busiest_before_the_others(db: Database, tell: Tell) -> None:
    tell(article(1), deal("恒瑞医药", "默沙东", "HRS-5346"))
    with db.read() as session:
        found = names_like(session, "恒")
        assert "恒瑞医药" in found and len(found) == len(set(found)) <= 8
        assert found.index("恒瑞医药") < 5
        assert names_like(session, "hrs-5") == ["HRS-5346"]
        assert names_like(session, "HRS 53") == ["HRS-5346"]
        assert (
            names_like(session, "hrs-5", companies_only=True)
            == names_like(session, "%")
            == names_like(session, "")
            == []
        )


def test_a_text_names_a_company_by_any_strong_name(db: Database) -> None:
    with db.read() as session:
        for typed in ("恒瑞医药", "Jiangsu Hengrui Pharmaceuticals", " 恒瑞 "):
            found = named_company(session, typed)
            assert found is not None and found.id == "jiangsu-hengrui-pharmaceuticals"
        assert named_company(session, "双抗") is None and named_company(session, "") is None
