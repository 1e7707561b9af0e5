"""An asset cell of the history table names drugs under all their forms; a description names none."""

from __future__ import annotations

import pytest

from storage.asset_cells import read_assets


@pytest.mark.parametrize(
    ("cell", "drugs"),
    [
        ("维迪西妥单抗 (disitamab vedotin, RC48)", [("维迪西妥单抗", "disitamab vedotin", "RC48")]),
        ("JAB-3068;JAB-3312", [("JAB-3068",), ("JAB-3312",)]),
        ("HBM9378/SKB378", [("HBM9378", "SKB378")]),
        ("HRS-7535/HRS-9531", [("HRS-7535",), ("HRS-9531",)]),
        ("BL-B01D1 (iza-bren)", [("BL-B01D1", "iza-bren")]),
        (
            "特瑞普利单抗 (toripalimab);options JS006, JS018-1",
            [("特瑞普利单抗", "toripalimab"), ("JS006",), ("JS018-1",)],
        ),
        ("AVZO-021 (CDK2);preclinical programme", [("AVZO-021",)]),
        ("7 preclinical ADC programmes", []),
        ("HER2/TROP2 ADC", []),
        ("100% equity", []),
        ("", []),
    ],
)
def test_drugs_and_descriptions(cell: str, drugs: list[tuple[str, ...]]) -> None:
    assert [asset.surface for asset in read_assets(cell)] == drugs
