"""The data as a whole: tables, layout, sources, and every example and counter-example of every rule."""

from __future__ import annotations

from dragoman.run.check import check_data
from dragoman.run.coder import Coder


def test_nothing_is_wrong_with_the_data(coder: Coder) -> None:
    findings = [f"{finding.where}: {finding.message}" for finding in check_data(examples=True, parser=coder.parser)]
    assert findings == [], "\n".join(findings)
