"""Finds who belongs where, and how parties stand with each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.extract.mentions import MentionFinder
from dragoman.extract.standing_facts import FactList, Relation
from dragoman.extract.standing_phrases import Partners, clause_end, name_end
from dragoman.extract.syntax import Syntax
from dragoman.knowledge.standing import StandingWords
from dragoman.model.reading import Reading


@dataclass(slots=True)
class Memberships:
    """Adds the memberships of one reading to its facts."""

    reading: Reading
    syntax: Syntax
    mentions: MentionFinder
    words: StandingWords
    found: FactList

    def noun(self, noun: int, who: int, cue: int) -> None:
        """ "X is a member of Y", "X, a party to Y"; `who` is the head token of those who belong."""
        if self.reading.tags[noun].startswith("NNP"):  # "Workers' Party of Korea" is a name
            return
        members = self.mentions.parties(self.syntax.nouns(who))
        for body in self.syntax.prepositional(noun, ("of", "to", "in")):
            if not self._is_body(body):
                continue
            first, last = self.mentions.left_edge(body), name_end(self.reading, body)
            if self.reading.tags[first] == "DT":
                first += 1
            for member in members:
                self.found.add(
                    "membership", "en.membership.noun", min(who, noun), last, (member,),
                    self.reading.phrase(first, last), cue,
                )  # fmt: skip
            return

    def verb(self, verb: int) -> None:
        """ "X joined Y", "X withdrew from Y"."""
        words, reading = self.words, self.reading
        if self.syntax.is_negated(verb) or self.syntax.auxiliaries(verb)[:1] in (("will",), ("would",), ("could",)):
            return
        if reading.deps[verb] == "xcomp" or any(reading.tags[child] == "TO" for child in reading.children[verb]):
            return
        ending = reading.lemmas[verb] in words.leave_verbs
        bodies = (*self.syntax.objects(verb), *self.syntax.prepositional(verb, ("to", "into", "from")))
        for body in bodies:
            hit = self.mentions.hit_at.get(body)
            if hit is None or hit.entries[0].entity.kind != "organisation":
                continue
            for member in self.mentions.parties(self.syntax.subjects(verb)):
                if self.mentions.mentions[member].label == "PERSON":
                    continue
                self.found.add(
                    "membership", "en.membership.leave" if ending else "en.membership.join", verb, body + 1, (member,),
                    hit.entries[0].entity.name, verb, relation="until" if ending else "since",
                )  # fmt: skip
            return

    def _is_body(self, noun: int) -> bool:
        """An organisation, an agreement, or standing talks: what a state can be a member of or a party to."""
        hit, label = self.mentions.hit_at.get(noun), self.mentions.label_at.get(noun)
        if hit is not None:
            return hit.entries[0].entity.kind in ("organisation", "collective", "party", "body")
        lemma = self.reading.lemmas[noun]
        words = self.words
        return (label is not None and label[2] == "ORG") or lemma in words.agreement_nouns or lemma in words.body_nouns


@dataclass(slots=True)
class Relations:
    """Adds the relations between parties of one reading to its facts."""

    reading: Reading
    syntax: Syntax
    mentions: MentionFinder
    words: StandingWords
    partners: Partners
    found: FactList

    def verb(self, verb: int) -> None:
        """ "X has diplomatic ties with Y", "X broke off relations with Y"."""
        words, reading = self.words, self.reading
        if self.syntax.is_negated(verb) or self._is_open(verb):
            return
        for noun in self.syntax.objects(verb):
            if reading.lemmas[noun] not in words.relation_nouns:
                continue
            parties = self.partners.of_verb(verb, noun)
            if len(parties) < 1:
                continue
            lemma = reading.lemmas[verb]
            relation: Relation | None = None
            if lemma in words.relation_starting_verbs:
                relation = "since"
            elif lemma in words.relation_ending_verbs:
                relation = "until"
            first = min((self.mentions.mentions[party].first for party in parties), default=verb)
            self.found.add(
                "relation", "en.relation.verb", min(first, verb), max(noun, verb) + 1, parties,
                self._name(noun), verb, status="ended" if relation == "until" else None, relation=relation,
            )  # fmt: skip

    def _is_open(self, verb: int) -> bool:
        """Whether it is only wished or may be: "the need to build ties", "could restore relations"."""
        reading = self.reading
        return any(reading.tags[child] in ("TO", "MD") for child in reading.children[verb])

    def adjective(self, verb: int, adjective: int, subjects: Sequence[int]) -> None:
        """ "X is dependent on Y for gas"."""
        reading = self.reading
        others = self.syntax.prepositional(adjective, ("on", "upon", "with", "to", "from"))
        parties = self.mentions.parties((*subjects, *others))
        if len(parties) < 2:
            return
        topics = self.syntax.prepositional(adjective, ("for", "in")) or self.syntax.prepositional(verb, ("for",))
        name = self.words.relation_adjectives[reading.lemmas[adjective]]
        if topics:
            name = f"{reading.lower[topics[0]]} {name}"
        last = max((*others, *topics, adjective)) + 1
        self.found.add("relation", "en.relation.adjective", min(subjects), last, parties, name, adjective)

    def people(self, verb: int, noun: int, subjects: Sequence[int]) -> None:
        """ "X is an ally of Y"."""
        reading = self.reading
        others = self.mentions.parties(self.syntax.prepositional(noun, ("of", "to")))
        if not others:
            owner = self.syntax.child(noun, "poss")
            others = self.mentions.parties((owner,)) if owner is not None else self.mentions.modifiers(noun)
        parties = (*self.mentions.parties(subjects), *others)
        if len(parties) > 1:
            self.found.add(
                "relation",
                "en.relation.noun",
                min(subjects),
                clause_end(reading, noun),
                parties,
                reading.lower[noun],
                verb,
            )

    def _name(self, noun: int) -> str:
        """The noun with the adjectives beside it that tell its kind, without adverbs and determiners."""
        reading = self.reading
        first = noun
        while first > 0 and reading.heads[first - 1] == noun and reading.deps[first - 1] in ("amod", "compound"):
            if first - 1 in self.mentions.hit_at:
                break
            first -= 1
        return " ".join((*reading.lower[first:noun], reading.lower[noun]))
