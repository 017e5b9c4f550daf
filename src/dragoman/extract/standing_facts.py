"""Collects the standing facts of one reading: cuts their passages and dates them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from dragoman.extract.times import time_for
from dragoman.model.finding import FactKind, StandingFact
from dragoman.model.reading import Reading
from dragoman.model.span import Passage
from dragoman.model.time import TimeMention

Relation = Literal["at", "since", "until", "from-to"]
"""How the date of a standing fact bounds it."""

_SINCE = frozenset({"since", "from"})
_UNTIL = frozenset({"until", "till", "through"})


@dataclass(slots=True)
class FactList:
    """The facts found so far, in the order found; `text` is the article's own text that passages are cut from."""

    reading: Reading
    text: str
    times: Sequence[TimeMention]
    facts: list[StandingFact] = field(init=False, default_factory=list)

    def add(
        self, kind: FactKind, rule: str, first: int, last: int, parties: tuple[int, ...], name: str, cue: int, *,
        status: str | None = None, country: str | None = None, accredited_to: str | None = None,
        organisation: str | None = None, subject: str | None = None, relation: str | None = None, dated: bool = True,
    ) -> None:  # fmt: skip
        """Add a fact told by the tokens `[first, last)` of the sentence of `cue`; `parties` point into the mentions.

        `relation` is how the cue bounds the fact where no preposition before the date tells it; without `dated` no
        date is sought.
        """
        reading = self.reading
        sentence = reading.sentences[reading.sentence_of[cue]]
        first, last = max(first, sentence.first), min(last, sentence.last)
        if last <= first:
            return
        span, cue_span = reading.span(first, last), reading.span(cue, cue + 1)
        time = time_for(reading, self.times, cue) if dated else None
        if time is None and dated:
            time = self._bounding_time(reading.sentence_of[cue])
        self.facts.append(
            StandingFact(
                kind=kind, rule=rule, evidence=Passage.cut(self.text, span.start, span.end),
                sentence=reading.sentence_of[cue], parties=parties, name=name,
                cue=Passage.cut(self.text, cue_span.start, cue_span.end), status=status, country=country,
                accredited_to=accredited_to, organisation=organisation, subject=subject, time=time,
                time_relation=self._time_relation(time, relation),
            )
        )  # fmt: skip

    def _bounding_time(self, sentence: int) -> int | None:
        """The sentence's one time after "since" or "until", wherever the parser hung it: it bounds a standing fact."""
        bounding = [
            index
            for index, time in enumerate(self.times)
            if time.sentence == sentence
            and time.when is not None
            and self.reading.lower[max(time.first - 1, 0)] in (_SINCE | _UNTIL) - {"from"}
        ]
        return bounding[0] if len(bounding) == 1 else None

    def _time_relation(self, time: int | None, told: str | None) -> Relation:
        """Whether the date opens or closes the fact: by the preposition before it, else by what the verb tells."""
        if time is not None:
            first = self.times[time].first
            words = set(self.reading.lower[max(first - 1, 0) : first + 1])
            if words & _SINCE:
                return "since"
            if words & _UNTIL:
                return "until"
        return told if told in ("since", "until") else "at"  # type: ignore[return-value]
