"""The almanac agrees with reference lists of leaders and of US posts that lie beside the project."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT.parent / "shared" / "reference"
DEMANDED = 0.97  # of the person-days that both hold
HELD = {"leaders": 0.95, "us_posts": 0.1}  # of the reference's person-days, the almanac holds the post at all

# Two leaders, one of them misspelt; an ambassador who left before the almanac says so.
REIGN = """stateabb,ccode,leader,sdate,smonth,syear,emonth,eyear
NOR,385,Stoltenburg,17,10,2005,10,2013
NOR,385,Solberg,16,10,2013,,
"""
MISSIONS = """kind,role,territory,name,started,ended
missions-countries,ambassador-e-p,china,Terry E. Branstad,2017-07-12,2020-10-04
"""


def _run(*options: str) -> str:
    command = [sys.executable, str(ROOT / "benchmarks" / "almanac.py"), *options]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _agree(printed: str) -> dict[str, float]:
    return {name: float(value) for name, value in re.findall(r"^RESULT (\w+)_agree ([\d.]+)$", printed, re.M)}


def test_person_days_that_both_hold_agree() -> None:
    if not REFERENCE.is_dir():
        pytest.skip("no ../shared/reference beside the project")
    printed = _run()
    shares = _agree(printed)
    assert set(shares) == set(HELD)
    assert {name: share for name, share in shares.items() if share < DEMANDED} == {}, (
        "list them with python benchmarks/almanac.py --differences 40"
    )
    for name, least in HELD.items():
        days, both = re.search(rf"{name} +(\d+) +(\d+)", printed).groups()  # type: ignore[union-attr]
        assert int(both) >= least * int(days), f"{name}: too few person-days compared for their share to say anything"


def test_script_tells_a_wrong_day_from_a_misspelt_name(tmp_path: Path) -> None:
    """The share falls with a wrong holder, so the gate above can fail."""
    (tmp_path / "reign_leaderlist_2021_3.csv").write_text(REIGN, encoding="utf-8")
    (tmp_path / "us_chiefs_of_mission_and_principals.csv").write_text(MISSIONS, encoding="utf-8")
    assert _agree(_run("--reference", str(tmp_path))) == {"leaders": 1.0, "us_posts": 1.0}
    swapped = REIGN.replace("Stoltenburg", "Bondevik")
    (tmp_path / "reign_leaderlist_2021_3.csv").write_text(swapped, encoding="utf-8")
    printed = _run("--reference", str(tmp_path), "--differences", "5")
    assert _agree(printed)["leaders"] < DEMANDED
    assert "Bondevik" in printed
    assert "Jens Stoltenberg" in printed
