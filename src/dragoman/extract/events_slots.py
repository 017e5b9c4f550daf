"""Who stands in a slot of a rule: the parties at a verb's, an adjective's or a noun's places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.extract.events_frame import Parties, without
from dragoman.extract.mentions import MentionFinder
from dragoman.extract.syntax import Syntax
from dragoman.model.reading import Reading


@dataclass(frozen=True, slots=True)
class Slots:
    """Answers who stands where in one reading; asking makes the mentions, so the order of questions numbers them."""

    reading: Reading
    syntax: Syntax
    mentions: MentionFinder

    def first(self, cue: int, slots: Sequence[str], light: int | None = None, others: Parties = ()) -> Parties:
        """The parties of the first slot of a verb or adjective that holds any besides `others`.

        `light` is the object that is part of the cue ("lodged a *protest*"), if there is one. A slot with "!" takes no
        party from inside another noun phrase; one with "?" none from a noun that has ties of its own.
        """
        for slot in slots:
            strict, name = slot.endswith("!"), slot.removesuffix("!")
            found = self._at(cue, name, light)
            if found and strict:
                heads = self._heads(cue, name)
                found = tuple(each for each in found if self.mentions.mentions[each].head in heads)
            found = without(found, others)
            if found:
                return found
        return ()

    def first_of_noun(self, noun: int, slots: Sequence[str], others: Parties = ()) -> Parties:
        """The parties of the first slot of a noun cue that holds any besides `others`."""
        for slot in slots:
            found = without(self.of_noun(noun, slot), others)
            if found:
                return found
        return ()

    def of_noun(self, noun: int, slot: str) -> Parties:
        """The parties in one slot of a noun cue."""
        reading, syntax = self.reading, self.syntax
        if slot == "poss":
            owners = [child for child in reading.children[noun] if reading.deps[child] == "poss"]
            return self.mentions.parties(each for owner in owners for each in syntax.nouns(owner))
        if slot == "adj":
            return self.mentions.modifiers(noun)
        if slot == "verb-subj":
            head = reading.heads[noun]
            if head != noun and syntax.is_verb(head) and reading.deps[noun] in ("dobj", "attr", "oprd"):
                return self.mentions.parties(syntax.subjects(head))
            return ()
        for at in syntax.noun_tree(noun, 2):  # "a demonstration by monks against the junta"
            found = self.mentions.parties(syntax.prepositional(at, (slot,)))
            if found:
                return found
        return ()

    def are_several(self, parties: Parties) -> bool:
        """True for two mentions, or one that names people of two countries ("U.S. and Russian negotiators")."""
        mentions = self.mentions.mentions
        return len(parties) > 1 or any(mentions[each].plural and len(mentions[each].countries) > 1 for each in parties)

    def _heads(self, cue: int, slot: str) -> set[int]:
        """The head nouns that stand in a slot themselves: a strict slot takes no party from inside of them."""
        if slot == "obj":
            heads = self.syntax.objects(cue)
        elif slot == "subj":
            heads = self.syntax.subjects(cue)
        else:
            heads = self.syntax.prepositional(cue, (slot.removesuffix("?"),))
        return self._with_of(heads)

    def _with_of(self, nouns: tuple[int, ...]) -> set[int]:
        return {*nouns, *(below for noun in nouns for below in self.syntax.prepositional(noun, ("of",)))}

    def _at(self, cue: int, slot: str, light: int | None) -> Parties:
        reading, syntax, parties = self.reading, self.syntax, self.mentions.parties
        children = reading.children[cue]
        if slot == "subj":
            return parties(syntax.subjects(cue) if syntax.is_verb(cue) else syntax.adjective_subjects(cue))
        if slot == "obj":
            objects = syntax.objects(cue)
            if light is not None and light in self._with_of(objects):
                return self.mentions.inside(light) or self._people_at(light)
            return parties(objects)
        if slot == "dative":
            if light is not None and syntax.is_passive(cue) and light not in syntax.objects(cue):
                return parties(syntax.objects(cue))
            return parties(
                child for child in children if reading.deps[child] == "dative" and reading.tags[child][0] in "NP"
            )
        if slot == "agent":
            return parties(syntax.agents(cue))
        if slot == "poss":
            things = [child for object_ in syntax.objects(cue) for child in reading.children[object_]]
            return parties(child for child in things if reading.deps[child] == "poss")
        if slot == "complement":
            verbs = [child for child in children if reading.deps[child] in ("ccomp", "xcomp")]
            return parties(noun for verb in verbs for noun in syntax.understood(verb))
        return self._after_preposition(cue, slot.removesuffix("?"), light, slot.endswith("?"))

    def _after_preposition(self, cue: int, preposition: str, light: int | None, apart: bool) -> Parties:
        """The object of a preposition under the cue, else of one inside the cue's direct object.

        `apart`: not of one that belongs to a noun like "relations".
        """
        syntax = self.syntax
        heads = [cue]
        if syntax.is_verb(cue):
            for object_ in (*syntax.objects(cue), *((light,) if light is not None else ())):
                heads.extend(noun for noun in syntax.noun_tree(object_, 3) if noun not in heads)
            if preposition == "with" and apart:
                bound = self.mentions.language.bound_nouns
                heads = [head for head in heads if head == cue or self.reading.lemmas[head] not in bound]
        for head in heads:
            found = self.mentions.parties(syntax.prepositional(head, (preposition,)))
            if found:
                return found
        return ()

    def _people_at(self, light: int) -> Parties:
        """The light object itself where it names people: "expelled the migrants", not "searched the house"."""
        role = self.mentions.role_ending_at(light)
        return self.mentions.parties((light,)) if role is not None and role.kind in ("person", "group") else ()
