"""Operators: cues like "agree", "halt" or "deny" that make their event of the action inside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from dragoman.extract.events_conditions import Conditions
from dragoman.extract.events_frame import Frame, Parties, without
from dragoman.extract.events_slots import Slots
from dragoman.extract.mentions import MentionFinder
from dragoman.extract.syntax import Syntax
from dragoman.knowledge.lexicon import COMPLEMENTS, Composition, Outcome, Rule
from dragoman.model.claim import Status
from dragoman.model.reading import Reading

_PREPOSITION = frozenset({"prep", "dative", "prt", "mark", "agent"})


@dataclass(frozen=True, slots=True)
class Operators:
    """Where an operator's inner action may stand, and what it makes of it; finding the action is the builder's work."""

    reading: Reading
    syntax: Syntax
    mentions: MentionFinder
    slots: Slots
    conditions: Conditions
    compositions: Mapping[str, Composition]

    # ---- where the inner action stands ---------------------------------------------------------------------------

    def complements(self, cue: int, rule: Rule) -> Iterator[int]:
        """Tokens where the inner action of a verb or adjective may stand, in the rule's order."""
        for slot in rule.complement:
            if slot == "obj":
                yield from self._in_object(cue)
            elif slot in COMPLEMENTS:
                yield from self._in_clause(cue, slot)
            else:
                yield from self._after_preposition(cue, slot)

    def noun_complements(self, noun: int, rule: Rule) -> Iterator[int]:
        """Tokens where the inner action of a noun may stand: its clauses first, then its prepositions."""
        reading = self.reading
        if "xcomp" in rule.complement or "ccomp" in rule.complement:
            yield from (child for child in reading.children[noun] if reading.deps[child] in ("acl", "ccomp"))
        for slot in rule.complement:
            if slot in COMPLEMENTS:
                continue
            for child in reading.children[noun]:
                if reading.deps[child] == "prep" and reading.lower[child] == slot:
                    yield from self._objects_of(child)

    def _in_clause(self, cue: int, slot: str) -> Iterator[int]:
        """ "agreed to withdraw" (which the parser may take for an adverbial), "demanded that Israel withdraw"."""
        reading = self.reading
        for child in reading.children[cue]:
            if child <= cue or self.conditions.opens(child):
                continue
            adverbial = slot == "xcomp" and reading.deps[child] == "advcl" and reading.tags[child] == "VB"
            if reading.deps[child] == slot or adverbial:
                yield from self.syntax.conjuncts(child)

    def _in_object(self, cue: int) -> Iterator[int]:
        reading, objects = self.reading, self.syntax.objects(cue)
        yield from (noun for noun in objects if noun not in self.mentions.hit_at)
        for object_ in objects:  # "made a pledge to send", "won approval to build"
            for child in reading.children[object_]:
                if reading.deps[child] == "acl" and reading.tags[child] == "VB":
                    yield child

    def _after_preposition(self, cue: int, preposition: str) -> Iterator[int]:
        reading = self.reading
        parents = (cue, *self.syntax.objects(cue)) if self.syntax.is_verb(cue) else (cue,)
        for child in (child for parent in parents for child in reading.children[parent]):
            if reading.lower[child] == preposition and reading.deps[child] in _PREPOSITION:
                for below in self._objects_of(child):
                    yield from self.syntax.conjuncts(below)

    def _objects_of(self, preposition: int) -> Iterator[int]:
        reading = self.reading
        return (child for child in reading.children[preposition] if reading.deps[child] in ("pobj", "pcomp"))

    # ---- what is made of it --------------------------------------------------------------------------------------

    def compose(
        self, cue: int, rule: Rule, words: tuple[int, ...], actor: Parties, inner: Frame | None
    ) -> Frame | None:
        """The frame of a verb or adjective over `inner`; None where it found no inner action and is nothing alone.

        `words` are the tokens of the cue, `actor` who stands in the rule's slots for it.
        """
        composition = self._composition(rule)
        if inner is None:
            return self._alone(cue, rule, words, actor)
        inner = self._turned_by_negation(inner)
        outcome = composition.outcome(inner.type, inner.mode)
        if outcome.type is None:
            return Frame(rule, "", None, cue, (), (), False, consumed=(inner.token, *inner.consumed))
        actor, recipient = self._parties(cue, rule, actor, inner)
        if composition.denies:
            return _denied(cue, rule, words, inner, outcome.type)
        same = outcome.type == inner.type
        recipient = recipient or self._threatened(cue, outcome.type, actor)
        return Frame(
            rule=rule,
            type=outcome.type,
            mode=outcome.mode or (inner.mode if same else None) or rule.mode,
            token=cue,
            actor=actor,
            recipient=recipient,
            reciprocal=inner.reciprocal and (same or not recipient),
            status=_status(composition, inner.status),
            polarity=inner.polarity,
            tokens=(*words, *inner.tokens),
            consumed=(inner.token, *inner.consumed),
            reasons=_reasons(rule, inner, outcome),
            via=(inner.rule.id, *inner.via),
        )

    def compose_noun(self, frame: Frame, inner: Frame | None) -> Frame | None:
        """The frame of a noun over `inner`; None where it found no inner action and is nothing alone."""
        rule = frame.rule
        composition = self._composition(rule)
        outcome = composition.without_inner
        if inner is not None:
            outcome = composition.outcome(inner.type, inner.mode)
            frame = replace(
                frame,
                recipient=frame.recipient or without(inner.recipient or inner.actor, frame.actor),
                consumed=(inner.token, *inner.consumed),
                reasons=_reasons(rule, inner, outcome),
                via=(inner.rule.id, *inner.via),
            )
        if outcome.type is None:
            return replace(frame, type="") if inner is not None else None
        return replace(frame, type=outcome.type, mode=outcome.mode or rule.mode)

    def _composition(self, rule: Rule) -> Composition:
        return self.compositions[rule.operator or ""]

    def _alone(self, cue: int, rule: Rule, words: tuple[int, ...], actor: Parties) -> Frame | None:
        composition = self._composition(rule)
        outcome = composition.without_inner
        if outcome.type is None:
            return None
        recipient = self.slots.first(cue, rule.recipient, others=actor)
        return Frame(
            rule=rule,
            type=outcome.type,
            mode=outcome.mode or rule.mode,
            token=cue,
            actor=actor,
            recipient=recipient or self._threatened(cue, outcome.type, actor),
            reciprocal=False,
            status=_status(composition, "actual"),
            polarity="denied" if composition.denies else "affirmed",
            tokens=words,
        )

    def _parties(self, cue: int, rule: Rule, actor: Parties, inner: Frame) -> tuple[Parties, Parties]:
        """Actor and recipient of an operator: its own slots go before the parties of the inner action."""
        first, second = inner.recipient, inner.actor
        recipient = self.slots.first(cue, rule.recipient, others=actor)
        direction = self._composition(rule).recipient
        if not actor and direction == "recipient":
            about = self.mentions.parties(self.syntax.understood(cue)) if self.syntax.is_verb(cue) else ()
            actor = tuple(party for party in about if party in inner.actor) or inner.actor
        if direction == "actor":
            first, second = second, first
        inside = without(first, actor) or without(second, actor)
        return actor, without(recipient or inside, actor)

    def _threatened(self, cue: int, type_: str, actor: Parties) -> Parties:
        """Whom a threat without a recipient of its own is meant for."""
        return without(self.conditions.parties(cue), actor) if type_ == "THREATEN" else ()

    def _turned_by_negation(self, inner: Frame) -> Frame:
        """ "agreed not to attack": refraining from harm is a concession, from cooperation a rejection."""
        if not self.syntax.is_verb(inner.token) or not self.syntax.is_negated(inner.token):
            return inner
        outcome = self.compositions["REFUSE"].outcome(inner.type, inner.mode)
        reasons = (*inner.reasons, f"not to do {inner.type}")
        return replace(inner, type=outcome.type or "CONCEDE", mode=outcome.mode, polarity="affirmed", reasons=reasons)


def _denied(cue: int, rule: Rule, words: tuple[int, ...], inner: Frame, type_: str) -> Frame:
    """The inner action, told to be untrue: it keeps its parties, for who denies may speak of others' deeds."""
    return replace(
        inner,
        type=type_,
        polarity="denied",
        tokens=(*words, *inner.tokens),
        consumed=(cue, inner.token, *inner.consumed),
        reasons=(*inner.reasons, f"denied by {rule.id}"),
        via=(rule.id, *inner.via),
    )


def _reasons(rule: Rule, inner: Frame, outcome: Outcome) -> tuple[str, ...]:
    return (*inner.reasons, f"{rule.operator} over {inner.type} ({inner.rule.id}) makes {outcome.type}")


def _status(composition: Composition, inner: Status) -> Status:
    if composition.status == "future":
        return "future"
    if composition.status == "hypothetical":
        return "hypothetical"
    return inner
