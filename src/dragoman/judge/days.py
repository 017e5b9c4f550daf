"""Days as judging compares them."""

from __future__ import annotations

from datetime import date


def ordinal(day: str | None) -> int | None:
    """The number of an ISO day (`date.toordinal`); None where there is none."""
    if day is None:
        return None
    try:
        return date.fromisoformat(day).toordinal()
    except ValueError:
        return None


def days_apart(one: str | None, other: str | None) -> int:
    """How many days lie between two ISO days; 0 where one is not known."""
    first, second = ordinal(one), ordinal(other)
    return abs(first - second) if first is not None and second is not None else 0
