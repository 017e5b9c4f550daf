"""Builds the frame of one cue: the first rule that holds there, its slots filled, the action inside it composed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from dragoman.extract.events_cues import Cues
from dragoman.extract.events_frame import Frame
from dragoman.extract.events_operators import Operators
from dragoman.extract.events_slots import Slots
from dragoman.extract.syntax import Syntax
from dragoman.knowledge.lexicon import Lexicon, Rule
from dragoman.model.reading import Reading

_DEPTH = 4  # operators inside operators: "is ready to agree to stop shelling"


@dataclass(frozen=True, slots=True)
class FrameBuilder:
    """Frames of the cues of one reading, before denials and futures around them are heeded."""

    reading: Reading
    syntax: Syntax
    lexicon: Lexicon
    cues: Cues
    slots: Slots
    operators: Operators

    def frame(self, token: int, depth: int = 0) -> Frame | None:
        """The frame of the cue at `token`, `depth` operators inside; None where no rule holds."""
        if depth > _DEPTH or token in self.cues.elsewhere:
            return None
        if self.cues.is_nominal(token):
            return self._noun_frame(token, depth)
        if self.syntax.is_verb(token):
            frame = self._verb_frame(token, depth)
            if frame is not None:
                return frame
        return self._adjective_frame(token, depth)

    def _verb_frame(self, verb: int, depth: int) -> Frame | None:
        alone: Frame | None = None
        rules = self.cues.verb_rules(verb)
        for at, (rule, words) in enumerate(rules):
            frame = self._fill(verb, rule, words, depth)
            if frame is None:
                continue
            if rule.operator is None or frame.via or not frame.type:
                return self._with_rivals(frame, rules[at + 1 :], depth)
            alone = alone or frame  # an operator that found its inner action goes before one that did not
        return alone

    def _with_rivals(self, frame: Frame, rules: Iterable[tuple[Rule, tuple[int, ...]]], depth: int) -> Frame:
        """The frame that won, with a reason for each later rule that would have made another type of the same verb."""
        if depth > 0 or not frame.type:
            return frame
        rivals: dict[str, str] = {}
        for rule, words in rules:
            if rule.operator is None and rule.type != frame.type and self._fill(frame.token, rule, words, depth):
                rivals.setdefault(rule.type, rule.id)
        reasons = (f"{rule} would make {type_} of it, and comes later" for type_, rule in rivals.items())
        return replace(frame, reasons=(*frame.reasons, *reasons))

    def _adjective_frame(self, token: int, depth: int) -> Frame | None:
        for rule in self.cues.adjective_rules(token):
            frame = self._fill(token, rule, (token,), depth)
            if frame is not None:
                return frame
        return None

    def _fill(self, cue: int, rule: Rule, words: tuple[int, ...], depth: int) -> Frame | None:
        """Fill a verb's or adjective's slots; None where the rule does not hold here."""
        light = words[-1] if rule.objects else None
        actor = self.slots.first(cue, rule.actor, light)
        used_up = (*words, *self._nouns_used_up(cue, rule))
        frame: Frame | None
        if rule.operator is None:
            recipient = self.slots.first(cue, rule.recipient, light, actor)
            frame = Frame(rule, rule.type, rule.mode, cue, actor, recipient, rule.reciprocal, tokens=words)
        else:
            complements = self.operators.complements
            if rule.without and any(self.reading.lemmas[token] in rule.without for token in complements(cue, rule)):
                return None
            inner = self._inner(complements(cue, rule), depth + 1)
            frame = self.operators.compose(cue, rule, words, actor, inner)
        if frame is None or frame.lacks(rule.requires):
            return None
        if rule.reciprocal and not frame.actor and not self.slots.are_several(frame.recipient):
            return None
        frame = replace(frame, consumed=(*used_up, *frame.consumed))
        return frame.joined() if rule.reciprocal or frame.reciprocal else frame

    def _noun_frame(self, noun: int, depth: int) -> Frame | None:
        for rule in self.cues.noun_rules(noun):
            frame = self._fill_noun(noun, rule)
            if rule.operator is not None:
                inner = self._inner(self.operators.noun_complements(noun, rule), depth + 1)
                composed = self.operators.compose_noun(frame, inner)
                if composed is None:
                    continue
                if not composed.type:
                    return composed
                frame = composed
            if depth == 0 and frame.lacks(rule.requires):
                continue
            return frame.joined() if frame.reciprocal else frame
        return None

    def _fill_noun(self, noun: int, rule: Rule) -> Frame:
        actor = self.slots.first_of_noun(noun, rule.noun_actor)
        recipient = self.slots.first_of_noun(noun, rule.noun_recipient, actor)
        between = self.slots.of_noun(noun, "between")
        together = self.slots.are_several(between)
        if together:
            actor, recipient = between, ()
        return Frame(rule, rule.type, rule.mode, noun, actor, recipient, rule.reciprocal or together, tokens=(noun,))

    def _nouns_used_up(self, cue: int, rule: Rule) -> tuple[int, ...]:
        """Noun cues in a verb's object that only tell what the verb is about: no events of their own."""
        if rule.operator is None and not rule.objects:
            return ()
        nouns = (noun for object_ in self.syntax.objects(cue) for noun in self.syntax.noun_tree(object_, 1))
        return tuple(noun for noun in nouns if self.reading.lemmas[noun] in self.lexicon.index.nouns)

    def _inner(self, complements: Iterable[int], depth: int) -> Frame | None:
        """The first action that stands at one of the complements."""
        for token in complements:
            frame = self._inner_at(token, depth)
            if frame is not None:
                return frame
        return None

    def _inner_at(self, token: int, depth: int) -> Frame | None:
        """The action at a complement: at the token itself, else at a noun under it ("an end to", "a series of")."""
        reading = self.reading
        frame = self.frame(token, depth)
        if frame is None and reading.tags[token][0] == "N":
            for noun in self.syntax.prepositional(token, ("of", "to", "in")):
                if reading.lemmas[noun] in self.lexicon.index.nouns:
                    frame = self.frame(noun, depth)
                    if frame is not None:
                        break
        if frame is None and reading.lemmas[token] == "be":
            for child in reading.children[token]:
                if reading.deps[child] in ("acomp", "attr", "oprd"):
                    frame = self.frame(child, depth)
        return frame
