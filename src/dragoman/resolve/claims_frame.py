"""What every claim takes from its article: the time it is told to be of, the day of publication, its sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from dragoman.model.dossier import Dossier
from dragoman.model.span import Passage
from dragoman.model.time import When
from dragoman.resolve.times_calendar import range_end


def told_time(dossier: Dossier, time: int | None) -> When | None:
    """The interval of one of the dossier's times."""
    return dossier.times[time].when if time is not None else None


def published_time(dossier: Dossier) -> When | None:
    """The day of publication as the only date known: "published" in `basis` says so."""
    day = dossier.article.published
    if day is None:
        return None
    after = (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    return When(f"../{day}", None, after, "published", rule="resolve.when.published")


def bounded_time(when: When | None, relation: str) -> When | None:
    """The interval of a standing fact: "since 2015" is open at its end, "until 2018" at its beginning.

    "since last week" is open from the week's first day on.
    """
    if when is None or relation in ("at", "from-to"):
        return when
    if relation == "since":
        return replace(when, edtf=f"{range_end(when.edtf, False)}/..", to=None)
    return replace(when, edtf=f"../{range_end(when.edtf, True)}", from_=None)


def sentence_at(dossier: Dossier, index: int) -> Passage | None:
    """The words of a sentence by its number."""
    if index >= len(dossier.sentences):
        return None
    span = dossier.sentences[index]
    return Passage.cut(dossier.article.text, span.start, span.end)
