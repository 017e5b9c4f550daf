"""Pictures of a dyad: of the right kind, with words as people write them, and nothing that runs or is fetched."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest

from dragoman.export.plots import dyad_picture

NAMES = {"RUR": "Ruritania", "GRA": "Graustark"}
QUADS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
SVG = "{http://www.w3.org/2000/svg}"


def row(period: date, actor: str, recipient: str, *counts: int, intensity: float | None = None) -> dict[str, object]:
    return {
        "period": period, "actor_country": actor, "recipient_country": recipient,
        **dict(zip(QUADS, counts, strict=False)), "intensity": intensity,
    }  # fmt: skip


PANEL = [
    row(date(2024, 1, 1), "RUR", "GRA", 3, 1, 0, 2, intensity=1.5),
    row(date(2024, 1, 1), "GRA", "RUR", 0, 0, 0, 0),
    row(date(2024, 2, 1), "RUR", "GRA", 0, 0, 0, 0),
    row(date(2024, 2, 1), "GRA", "RUR", 1, 0, 5, 0, intensity=-2.5),
]


@pytest.fixture(autouse=True)
def _libraries() -> None:
    pytest.importorskip("altair")
    pytest.importorskip("vl_convert")


def words(svg: bytes) -> list[str]:
    return ["".join(each.itertext()) for each in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def spec(page: bytes) -> Any:
    text = page.decode().rpartition("const spec = ")[2]
    return json.JSONDecoder().raw_decode(text)[0]


def test_libraries_are_not_loaded_before_a_picture_is_drawn() -> None:
    code = "import sys, dragoman.export.plots; sys.exit(bool({'altair', 'vl_convert'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_png_is_one_and_the_same_each_time() -> None:
    picture = dyad_picture(PANEL, "png", NAMES)
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert int.from_bytes(picture[16:20]) > 1400
    assert picture == dyad_picture(PANEL, "png", NAMES)


@pytest.mark.parametrize(("by", "label"), [("month", "Jan 2024"), ("year", "2024"), ("day", "4 Jan 2024")])
def test_svg_has_both_directions_and_is_labelled(by: Any, label: str) -> None:
    shown = words(dyad_picture(PANEL, "svg", NAMES, by=by))
    assert "Ruritania and Graustark: what each does to the other" in shown
    assert {"Ruritania towards Graustark", "Graustark towards Ruritania"} <= set(shown)
    assert {"Verbal cooperation", "Material cooperation", "Verbal conflict", "Material conflict"} <= set(shown)
    assert shown.count("Events (conflict below the line)") == 2
    assert shown.count("Mean intensity (−10 to 10)") == 2
    assert label in shown
    assert not [each for each in shown if each.startswith("-")]


def test_cooperation_stands_above_the_line_and_conflict_below_to_one_scale() -> None:
    drawn = spec(dyad_picture(PANEL, "html", NAMES))
    bars = [panel["layer"][0]["layer"][0] for panel in drawn["vconcat"]]
    stored = drawn.get("datasets", {})
    data = [stored.get(bar["data"].get("name"), bar["data"].get("values")) for bar in bars]
    heights = [{value["class"]: value["height"] for value in values} for values in data]
    assert heights == [
        {"Verbal cooperation": 3, "Material cooperation": 1, "Material conflict": -2},
        {"Verbal cooperation": 1, "Verbal conflict": -5},
    ]
    assert [bar["encoding"]["y"]["scale"]["domain"] for bar in bars] == [[-5, 5], [-5, 5]]


def test_page_needs_no_network_and_cannot_be_broken_out_of() -> None:
    evil = "</script><script>alert(1)</script><!--"
    page = dyad_picture(PANEL, "html", {"RUR": evil}, title=None).decode()
    assert not re.search(r"<(?:script|link|iframe)[^>]*(?:src|href)=", page)
    assert "import(" not in page.rpartition("const spec = ")[2]
    assert evil not in page
    assert "<title>&lt;/script&gt;" in page
    tail = page.rpartition("const spec = ")[2]
    assert tail.count("<") == tail.count("</script>") + tail.count("</body>") + tail.count("</html>")
    assert evil in spec(page.encode())["title"]["text"]


def test_names_that_hide_or_reorder_text_are_shown_as_they_are() -> None:
    shown = words(dyad_picture(PANEL, "svg", {"RUR": "Ruri\u202etania\x1b"}))
    assert any("\\u{202E}" in each for each in shown)


def test_country_without_a_name_goes_by_its_code() -> None:
    assert "RUR towards GRA" in words(dyad_picture(PANEL, "svg", {}))


def test_quiet_panel_can_be_drawn_but_not_an_empty_one() -> None:
    quiet = [row(date(2024, 1, 1), *pair, 0, 0, 0, 0) for pair in (("RUR", "GRA"), ("GRA", "RUR"))]
    assert "Ruritania towards Graustark" in words(dyad_picture(quiet, "svg", NAMES))
    with pytest.raises(ValueError, match="nothing to draw"):
        dyad_picture([], "svg", NAMES)
