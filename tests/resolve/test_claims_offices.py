"""Whether an office is still held on the day of the article."""

from __future__ import annotations

import pytest

from dragoman.knowledge.almanac import load_almanac
from dragoman.model.claim import Party
from dragoman.model.time import When
from dragoman.resolve.claims_offices import office_status

MERKEL = Party("Angela Merkel", 0, 6, "Merkel", entity="person:angela-merkel", country="DEU")
YEAR_2001 = When("2001", "2001-01-01", "2002-01-01", "explicit")


@pytest.mark.parametrize(
    ("status", "holder", "title", "when", "published", "wanted"),
    [
        ("incumbent", MERKEL, "Chancellor", None, "2015-05-01", "incumbent"),
        ("incumbent", MERKEL, "Chancellor", None, "2023-05-01", "former"),
        ("incumbent", MERKEL, "Chancellor", None, None, "incumbent"),
        ("incumbent", MERKEL, "Trustee", None, "2023-05-01", "incumbent"),
        ("incumbent", Party("Jane Roe", 0, 8, "Jane Roe"), "President", None, "2023-05-01", "incumbent"),
        ("designate", MERKEL, "Director", YEAR_2001, "2020-01-01", "incumbent"),
        ("designate", MERKEL, "Director", YEAR_2001, "2002-02-01", "designate"),
        ("designate", MERKEL, "Director", None, "2020-01-01", "designate"),
    ],
)
def test_status_on_the_day(
    status: str, holder: Party, title: str, when: When | None, published: str | None, wanted: str
) -> None:
    found, why = office_status(status, holder, title, when, published, load_almanac())
    assert found == wanted
    assert (why is None) == (found == status)
