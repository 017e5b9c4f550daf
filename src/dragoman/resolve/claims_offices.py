"""Whether somebody holds an office, held it, or is to hold it, where the words alone mislead."""

from __future__ import annotations

from datetime import date

from dragoman.knowledge.almanac import Almanac
from dragoman.model.claim import Party
from dragoman.model.time import When

_SETTLED_DAYS = 180
"""Whoever was appointed longer ago than this has taken office since."""


def office_status(
    status: str,
    holder: Party,
    title: str,
    when: When | None,
    published: str | None,
    almanac: Almanac,
    accredited: bool = False,
) -> tuple[str, str | None]:
    """The status of an office on the day of publication, and why it is another than the words tell (None: it is not).

    "President Kim Il Sung" of an article of 2024 holds nothing any more: the almanac knows when the office ended.
    "Was appointed director in 2001" is no designate of an article of 2021.
    """
    if published is None:
        return status, None
    if status == "designate" and when is not None and when.to is not None and when.basis != "published":
        if (date.fromisoformat(published) - date.fromisoformat(when.to)).days > _SETTLED_DAYS:
            return "incumbent", "was put into office long before the article"
    if status == "incumbent" and not accredited:  # whoever left one embassy may head another
        left = _left(holder, title, published, almanac)
        if left is not None:
            return "former", f"left this office in {left}, says the almanac"
    return status, None


def _left(holder: Party, title: str, published: str, almanac: Almanac) -> str | None:
    """When the holder left the office of this title for the last time, where that was before the day; else None."""
    words = _title_words(title)
    held = [tenure for tenure in almanac.tenures.get(holder.entity or "", ()) if _title_words(tenure.title) == words]
    if not held or any(tenure.covers(published) or tenure.until is None for tenure in held):
        return None
    last = max(tenure.until or "" for tenure in held)
    return last if last <= published else None


def _title_words(title: str) -> list[str]:
    """The title without what it is of: "president" of "President of the Republic"."""
    return title.lower().split(" of ")[0].split()
