"""How alike two claims of events are: features with names, from which weights make a chance that both tell of one
happening."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from dragoman.judge.telling import Telling, Who
from dragoman.judge.words import in_common, likeness, weight

SAME, SURNAME, STATE_OF, OF_COUNTRY, UNKNOWN, OTHER = 1.0, 0.9, 0.7, 0.5, 0.3, 0.0
"""How alike two parties are: the same; a surname in common; a state and somebody who acts for it; of one country;
one of them not known; others."""
_MEETING, _VISIT = "CONSULT", "visit"
_FAR = 365
_RECENT = 31
"""Days within which news still tells of something without a date."""
_DAY_OR_TWO = 2
"""Days within which a reprint comes out."""
_NAME = 0.5
"""The weight from which a last word is rare enough to be somebody's name."""
_SURE = 30.0
"""Log-odds beyond which nothing is told apart."""


def chance(one: Telling, other: Telling, weights: Mapping[str, float]) -> float:
    """The chance that two tellings are of one happening; the same whichever comes first.

    `weights` are those of a logistic model: log-odds for each unit of a feature, "bias" alone by itself.
    """
    found = features_of(one, other)
    odds = weights["bias"] + sum(value * weights.get(name, 0.0) for name, value in found.items() if value)
    return 1 / (1 + math.exp(-max(min(odds, _SURE), -_SURE)))


def reasons(one: Telling, other: Telling, weights: Mapping[str, float]) -> tuple[str, ...]:
    """What speaks for and against one happening, with its log-odds, the weightiest first."""
    found = features_of(one, other)
    parts = {name: value * weights.get(name, 0.0) for name, value in found.items()}
    weighty = sorted((name for name in parts if parts[name]), key=lambda name: (-abs(parts[name]), name))
    return tuple(f"{name.replace('_', ' ')}: {parts[name]:+.2f}" for name in weighty)


def features_of(one: Telling, other: Telling) -> dict[str, float]:
    """What two tellings have in common and apart; every feature is from 0 to 1."""
    first, second = one.claim, other.claim
    found = {
        "other_type": float(first.type != second.type),
        "same_mode": float(first.mode is not None and first.mode == second.mode),
        "other_mode": float(None not in (first.mode, second.mode) and first.mode != second.mode),
        "visit_and_other": float(first.type == second.type and (first.mode == _VISIT) != (second.mode == _VISIT)),
        "other_polarity": float(first.polarity != second.polarity),
        **_parties(one, other),
        **_times(one, other),
        **_places(one, other),
        **_wording(one, other),
    }
    met = first.type == second.type == _MEETING and not found["visit_and_other"]
    near = found["published_near"] or found["same_day"]
    both = bool(met and found["two_match"] and not found["other_counterpart"])
    together = bool(found["same_article"] or found["same_sentence"] or found["nested"])
    found["one_meeting"] = float(both and bool(near) and not together)
    found["meeting_of_article"] = float(both and together)
    return found


# --- who -------------------------------------------------------------------------------------------------------------


def _parties(one: Telling, other: Telling) -> dict[str, float]:
    """How well the parties fit: actors with actors and recipients with recipients, or, where one side is told as
    acting together, everybody with everybody."""
    sides = [(one.actors, other.actors), (one.recipients, other.recipients)]
    if bool(one.recipients) != bool(other.recipients):
        longer = max(len(one.actors), len(other.actors))
        if longer > 1 or not (one.actors and other.actors):
            sides = [(one.everybody, other.everybody)]
    told = [(some, others) for some, others in sides if some and others]
    fits = [_fit(some, others) for some, others in told]
    matched = sum(_matches(some, others) for some, others in told)
    return {
        "parties_fit": sum(least for least, _ in fits) / len(fits) if fits else 0.0,
        "parties_cover": sum(most for _, most in fits) / len(fits) if fits else 0.0,
        "one_matches": float(matched == 1),
        "two_match": float(matched > 1),
        "other_counterpart": float(any(_other_counterpart(some, others) for some, others in told)),
        "recipient_missing": float(bool(one.recipients) != bool(other.recipients) and len(sides) > 1),
    }


def _matches(some: Sequence[Who], others: Sequence[Who]) -> int:
    """How many of the fewer parties are surely among the others: the same, or a state and who acts for it."""
    return min(
        sum(any(_alike(who, whom) >= STATE_OF for whom in those) for who in these)
        for these, those in ((some, others), (others, some))
    )


def _other_counterpart(some: Sequence[Who], others: Sequence[Who]) -> bool:
    """Whether each side has somebody whom nobody on the other side may be: a call to one president and to another."""
    return all(
        any(all(_alike(who, whom) == OTHER for whom in those) for who in these)
        for these, those in ((some, others), (others, some))
    )


def _fit(some: Sequence[Who], others: Sequence[Who]) -> tuple[float, float]:
    """How well each party of one side fits its best match on the other, on average: of the side that fits better (it
    may leave some out), and of the one that fits worse."""
    ours = sum(max(_alike(who, whom) for whom in others) for who in some) / len(some)
    theirs = sum(max(_alike(who, whom) for whom in some) for who in others) / len(others)
    return max(ours, theirs), min(ours, theirs)


def _alike(one: Who, other: Who) -> float:
    if one.known == other.known:
        return SAME if one.country or one.is_person or ":" in one.known or one.words else UNKNOWN
    if one.country is None or other.country is None:
        if _share_name(one, other):
            return SURNAME
        apart = one.is_named and other.is_named and not one.words & other.words
        return OTHER if apart else UNKNOWN
    if one.country != other.country:
        return OTHER
    if one.is_state or other.is_state:
        return STATE_OF
    if one.is_person and other.is_person:
        return SURNAME if _share_name(one, other) else OTHER
    if one.words & other.words or (one.sector == other.sector and one.is_person != other.is_person):
        return STATE_OF  # "the ambassador" and somebody by name
    return OF_COUNTRY if one.sector == other.sector else OTHER


def _share_name(one: Who, other: Who) -> bool:
    """Whether the last words of both names are the same rare word."""
    last = [who.known.rpartition(":")[2].replace("-", " ").split()[-1:] for who in (one, other)]
    return bool(last[0]) and last[0] == last[1] and weight(last[0][0]) > _NAME


# --- when ------------------------------------------------------------------------------------------------------------


def _times(one: Telling, other: Telling) -> dict[str, float]:
    told = one.told and other.told
    apart = _days_apart(one, other) if told else 0
    precise = one.precise and other.precise
    published = abs(one.published - other.published) if None not in (one.published, other.published) else None  # type: ignore[operator]
    mixed = one.told != other.told
    away = None if told else published
    if mixed:
        away = _from_publication(one, other)
        if away is not None and published is not None and away <= _RECENT:
            away = min(away, published)  # both may tell late of what one of them dates
    return {
        "same_day": float(told and precise and apart == 0),
        "next_day": float(told and 0 < apart <= 1),
        "other_time": float(told and apart > 1) * (0.5 + 0.5 * _log_share(apart, _FAR)),
        "published_near": float(away is not None and away <= 1),
        "published_apart": _log_share(max(away - 1, 0), _FAR) if away is not None else 0.0,
    }


def _days_apart(one: Telling, other: Telling) -> int:
    """How many days lie between two told intervals; 0 where they touch. An open end reaches any day."""
    gaps = [
        later.first - earlier.last
        for earlier, later in ((one, other), (other, one))
        if later.first is not None and earlier.last is not None
    ]
    return max(0, *gaps) if gaps else 0


def _from_publication(one: Telling, other: Telling) -> int | None:
    """How many days the time that one tells is from the day on which the other, which tells none, was published."""
    told, untold = (one, other) if one.told else (other, one)
    if untold.published is None:
        return None
    if told.first is not None and untold.published < told.first:
        return told.first - untold.published
    if told.last is not None and untold.published > told.last:
        return untold.published - told.last
    return 0


def _log_share(days: int, most: int) -> float:
    return min(math.log1p(days) / math.log1p(most), 1.0)


# --- where and in what words -----------------------------------------------------------------------------------------


def _places(one: Telling, other: Telling) -> dict[str, float]:
    here, there = one.claim, other.claim
    both = here.place is not None and there.place is not None
    countries = here.place_country is not None and there.place_country is not None
    return {
        "same_place": float(both and here.place == there.place),
        "other_place_country": float(countries and here.place_country != there.place_country),
        "other_place": float(both and here.place != there.place and here.place_country == there.place_country),
    }


def _wording(one: Telling, other: Telling) -> dict[str, float]:
    """The wording: what stands in one sentence of one article may be told twice, and a sentence may be copied."""
    names = one.names | other.names  # they are compared as parties already
    some, others = one.words - names, other.words - names
    around, beside = one.sentence - names, other.sentence - names
    first, second = one.claim, other.claim
    together = first.article == second.article
    copied = one.said == other.said
    one_cue = first.cue is not None and second.cue is not None and first.cue.text.lower() == second.cue.text.lower()
    near = None not in (one.published, other.published) and abs(one.published - other.published) <= _DAY_OR_TWO  # type: ignore[operator]
    return {
        "words_alike": likeness(some, others),
        "words_in_common": in_common(some, others),
        "sentence_alike": likeness(around, beside),
        "sentence_in_common": in_common(around, beside),
        "other_numbers": float(bool(one.numbers and other.numbers) and not one.numbers & other.numbers),
        "same_cue": float(one_cue and not copied),
        "same_article": float(together and not copied),
        "same_sentence": float(together and copied and not _is_nested(one, other)),
        "nested": float(together and copied and _is_nested(one, other)),
        "copied_sentence": float(not together and copied and one_cue and near),
        "copied_other_cue": float(not together and copied and not one_cue and near),
        "formula": float(not together and copied and not near),
    }


def _is_nested(one: Telling, other: Telling) -> bool:
    """Whether one evidence is a part of the other."""
    first, second = one.claim.evidence, other.claim.evidence
    return (first.start <= second.start and second.end <= first.end) or (
        second.start <= first.start and first.end <= second.end
    )
