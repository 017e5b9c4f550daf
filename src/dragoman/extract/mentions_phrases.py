"""Describes one noun phrase that names a party: its proper name, role, countries and sector."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dragoman.extract.mentions_edges import Edges
from dragoman.extract.mentions_words import KnownWords, Label
from dragoman.extract.syntax import Syntax
from dragoman.knowledge.gazetteer import NameEntry, NameHit
from dragoman.knowledge.language import Language
from dragoman.knowledge.roles import Role
from dragoman.model.mention import Mention, MentionForm
from dragoman.model.reading import Reading
from dragoman.model.span import Passage

PARTY_LABELS = frozenset({"PERSON", "ORG", "NORP", "GPE"})
"""The parser's labels of what can act."""

CountriesAt = Callable[[int], tuple[str, ...]]
"""Gives the countries of the mention whose head token is asked for; none where it names no party."""

# How strongly a country is shown by the words of a noun phrase; only the strongest that there is counts.
_OWN, _MODIFIER, _OF, _IN = 0, 1, 2, 3
_EMPLOYED = frozenset({"BUS", "LAB", "CVL", "UNK", None})  # sectors that say less than the body one works for
_BEHIND = 16  # tokens after an office in which its holder's name is sought


@dataclass(slots=True)
class _Phrase:
    """A noun phrase while it is being described: tokens `[first, last)`, its name from `proper_first` on, its role."""

    first: int
    last: int
    proper_first: int
    entries: tuple[NameEntry, ...]
    role: Role | None
    proper: str | None = None

    def is_person(self, label: Label | None) -> bool:
        if self.entries:
            return self.entries[0].entity.kind == "person"
        return label is not None and label[2] == "PERSON"


@dataclass(slots=True)
class NounPhrases:
    """Makes the mentions of one reading; `text` is the article's own text that passages are cut from."""

    reading: Reading
    text: str
    syntax: Syntax
    language: Language
    known: KnownWords
    edges: Edges

    def describe(
        self, head: int, hit: NameHit | None, label: Label | None, role: Role | None, countries_at: CountriesAt
    ) -> Mention:
        """The mention of the noun phrase of a head token, given the known name, the label and the role found there.

        `countries_at` is asked about nouns inside it that are no known names.
        """
        phrase = _Phrase(self.edges.left(head), head + 1, head + 1, hit.entries if hit is not None else (), role)
        self._name_it(phrase, head, hit, label)
        if phrase.proper is not None and hit is None and label is not None and self._is_mere_title(phrase, head, label):
            phrase.proper, phrase.proper_first, label = None, head + 1, None
        found: list[tuple[int, str]] = []
        if phrase.proper is None and phrase.role is not None and phrase.role.kind == "person":
            found.extend((_MODIFIER, country) for country in self._name_behind(phrase, head))
        if phrase.role is None and phrase.proper_first <= head and phrase.proper_first > phrase.first:
            phrase.role = self.known.role_ending_at(phrase.proper_first - 1)
        person = phrase.is_person(label)
        if phrase.entries and not person and phrase.entries[0].entity.kind != "publisher":
            found.extend((_OWN, entry.entity.country) for entry in phrase.entries[:1] if entry.entity.country)
        modifiers = self._modifier_countries(head, phrase, label)
        if self._is_ethnic(head, phrase):
            phrase.entries, found, modifiers = (), [], []
        elif (
            modifiers
            and found
            and phrase.entries
            and phrase.entries[0].entity.kind in ("body", "party")
            and modifiers[0] != found[0][1]
        ):
            phrase.entries, found = (), []  # "Chile's Defense Department" is not the one best known by that name
        found.extend((_MODIFIER, country) for country in modifiers)
        if not phrase.entries or person:
            found.extend(self._preposition_countries(head, person, countries_at))
        if not found and phrase.proper is None and phrase.role is not None:
            found.extend((_OF, country) for country in self._shared_countries(head))
        if phrase.role is not None and phrase.role.country is not None:
            found.append((_IN, phrase.role.country))
        appositive = self.syntax.child(head, "appos")
        if appositive is not None:
            found.extend((_OWN, country) for country in self._take_appositive(phrase, appositive, countries_at))
        phrase.last = self.edges.right(head, phrase.last)
        best = min((rank for rank, _ in found), default=_OWN)
        countries = tuple(dict.fromkeys(country for rank, country in found if rank == best))
        form: MentionForm = "name" if phrase.proper is not None else "role"
        return self.mention(
            phrase.first, phrase.last, head, form, phrase.entries, proper=phrase.proper, role=phrase.role,
            countries=countries, label=label[2] if label is not None else None,
            plural=self._is_plural(head, phrase), sector=self._sector(head, phrase),
        )  # fmt: skip

    def mention(
        self, first: int, last: int, head: int, form: MentionForm, entries: Sequence[NameEntry], *,
        proper: str | None = None, role: Role | None = None, countries: tuple[str, ...] = (),
        label: str | None = None, plural: bool = False, sector: str | None = None,
    ) -> Mention:  # fmt: skip
        """The mention of the tokens `[first, last)`; what is not told is taken from the known name, then the role."""
        reading = self.reading
        span = reading.span(first, last)
        entity = entries[0].entity if entries else None
        name_form = entries[0].form if entries else form
        if not countries and entity is not None and entity.country and entity.kind != "person":
            countries = (entity.country,)
        return Mention(
            passage=Passage.cut(self.text, span.start, span.end),
            words=reading.phrase(first, last),
            form=form,
            sentence=reading.sentence_of[head],
            first=first,
            last=last,
            head=head,
            plural=plural,
            subject=self._is_subject(head),
            acted_on=reading.deps[self._row(head)] in ("dobj", "dative"),
            row=self._row(head),
            definite=reading.lower[first] in ("the", "both", "this", "that", "these", "those"),
            proper=proper,
            label=label,
            role=role.noun if role is not None else None,
            role_kind=role.kind if role is not None else None,
            sector=sector or (role.sector if role is not None else entity.sector if entity is not None else None),
            entity=entity.id if entity is not None else None,
            countries=countries,
            rule=f"mention.{entity.kind}.{name_form}" if entity is not None else f"mention.{form}",
        )

    def _is_mere_title(self, phrase: _Phrase, head: int, label: Label) -> bool:
        """True for a body's label on the title of a person ("Diplomatic Advisor")."""
        role = phrase.role
        return label[2] == "ORG" and role is not None and role.kind == "person" and label[1] == head + 1

    def _is_plural(self, head: int, phrase: _Phrase) -> bool:
        """Several people; the United States are one."""
        if phrase.entries and phrase.entries[0].form != "demonym":
            return False
        return self.reading.tags[head] in ("NNS", "NNPS")

    def _name_it(self, phrase: _Phrase, head: int, hit: NameHit | None, label: Label | None) -> None:
        """Find the proper name inside a noun phrase: by the parser's label, a known name, or a run of proper nouns."""
        reading = self.reading
        if label is not None and label[2] in PARTY_LABELS:
            end = label[1] - (reading.tags[label[1] - 1] == "POS" and label[1] - 1 > head)
            phrase.proper_first = self.edges.without_title(label[0], end)
            country = self.known.hit_at.get(phrase.proper_first) if label[2] == "PERSON" else None
            if country is not None and country.entries[0].entity.kind == "state" and country.last < end:
                phrase.proper_first = country.last  # the label of "President of Chile Jane Roe" covers the country too
            phrase.last = max(phrase.last, end)
            phrase.proper = reading.phrase(phrase.proper_first, end)
            phrase.first = min(phrase.first, label[0])
        if hit is not None and hit.entries[0].form != "adjective":
            if phrase.proper is None or hit.last - hit.first >= phrase.last - phrase.proper_first:
                phrase.proper, phrase.proper_first = reading.phrase(hit.first, hit.last), hit.first
            phrase.last = max(phrase.last, hit.last)
            phrase.first = min(phrase.first, hit.first)
        elif phrase.proper is None and reading.tags[head].startswith("NNP") and phrase.role is None:
            phrase.proper_first = self.edges.proper_run(head, phrase.first)
            phrase.proper = reading.phrase(phrase.proper_first, head + 1)

    def _name_behind(self, phrase: _Phrase, head: int) -> list[str]:
        """Take the name behind an office and its body ("President of the Republic of Chile Jane Roe").

        Gives the countries that stand between them. A name right after "of", a determiner or another title is somebody
        else's ("the lawyer of Jane Roe").
        """
        reading, known = self.reading, self.known
        stop = min(head + _BEHIND, reading.sentences[reading.sentence_of[head]].last)
        countries: list[str] = []
        named = False  # whether the word before may end the name of a body
        at = head + 1
        if at >= stop or reading.lower[at] not in ("of", "for"):
            return []
        while at < stop:
            hit, label = known.hit_at.get(at), known.label_at.get(at)
            entity = hit.entries[0].entity if hit is not None and hit.first == at else None
            person = (hit.last if entity is not None and entity.kind == "person" and hit is not None else 0) or (
                label[1] if label is not None and label[2] == "PERSON" and hit is None else 0
            )
            if not person and named and hit is None and reading.tags[at].startswith("NNP") and at - 1 in known.hit_at:
                person = self._end_of_run(at, stop)
            if person:
                if not named or (label is not None and label[2] == "PERSON" and label[0] < at - 1 and not countries):
                    return []
                phrase.proper, phrase.last = reading.phrase(at, person), person
                phrase.entries = hit.entries if entity is not None and hit is not None else ()
                return countries[-1:]
            if entity is not None and hit is not None:
                if entity.country and hit.entries[0].form != "adjective":
                    countries.append(entity.country)
                named = hit.entries[0].form != "adjective"
                at = hit.last
                continue
            tag = reading.tags[at]
            if not (tag[0] in "NJ" or tag in ("DT", "CC", "HYPH") or reading.lower[at] in ("of", "for")):
                return []
            named = tag.startswith("NNP") and reading.lower[at] not in self.known.roles.heads
            at += 1
        return []

    def _end_of_run(self, first: int, stop: int) -> int:
        """The end of a run of two or more proper nouns that no name is known by, else 0."""
        reading, last = self.reading, first
        while last < stop and reading.tags[last].startswith("NNP") and last not in self.known.hit_at:
            if reading.lower[last] in self.known.roles.heads:
                break
            last += 1
        return last if last - first > 1 else 0

    def _take_appositive(self, phrase: _Phrase, appositive: int, countries_at: CountriesAt) -> list[str]:
        """What an appositive adds: the office of a name, with its countries, or the name of an office-holder."""
        name_hit, name_label = self.known.hit_at.get(appositive), self.known.label_at.get(appositive)
        if phrase.role is None:
            if any(self._is_person_name(noun) for noun in self.syntax.prepositional(appositive, ("of",))):
                return []  # a list, "Jane Roe, President of Chile John Doe and ...": the office is the next one's
            role = self.known.role_ending_at(appositive)
            if role is None:  # "a player of Chile": no office, but it tells where from
                if phrase.proper is None or not phrase.is_person(self.known.label_at.get(phrase.last - 1)):
                    return []
                shown = self._preposition_countries(appositive, True, countries_at)
                return [country for _, country in shown][:1]
            listed = _Phrase(appositive, appositive + 1, appositive + 1, (), role)
            self._name_behind(listed, appositive)
            if listed.proper is not None and phrase.proper is not None:
                return []  # likewise
            phrase.role = role
            other = _Phrase(self.edges.left(appositive), appositive + 1, appositive + 1, (), phrase.role)
            modifiers = self._modifier_countries(appositive, other)
            if modifiers:
                return modifiers
            found = self._preposition_countries(appositive, False, countries_at)
            if not found and phrase.role.borrows:  # "adviser to the Prime Minister of Italy"
                chiefs = self.syntax.prepositional(appositive, ("to",))
                return [country for chief in chiefs for country in countries_at(chief)][:1]
            return [country for _, country in found][:1]
        if phrase.proper is None and name_hit is not None and name_hit.entries[0].entity.kind == "state":
            return [country for country in (name_hit.entries[0].entity.country,) if country is not None]
        if phrase.proper is None and name_label is not None and name_label[2] == "PERSON":
            phrase.proper = self.reading.phrase(self.edges.without_title(name_label[0], name_label[1]), name_label[1])
            if name_hit is not None:
                phrase.entries = name_hit.entries
            if name_label[0] == phrase.last:  # "the ambassador Li Jinjun": the name goes on where the title ends
                phrase.last = name_label[1]
        return []

    def _is_person_name(self, token: int) -> bool:
        """True for the last word of a person's full name; the parser also takes some lone country names for people."""
        hit, label = self.known.hit_at.get(token), self.known.label_at.get(token)
        if hit is not None:
            return hit.entries[0].entity.kind == "person"
        return label is not None and label[2] == "PERSON" and label[1] - label[0] > 1

    def _is_ethnic(self, head: int, phrase: _Phrase) -> bool:
        """True for "ethnic Albanians": a people, wherever they live, and no state's."""
        return any(self.reading.lower[token] == "ethnic" for token in range(phrase.first, head))

    def _modifier_countries(self, head: int, phrase: _Phrase, label: Label | None = None) -> list[str]:
        """Countries of the possessor, or else of the adjectives, before the name or role."""
        owners: list[str] = []
        others: list[str] = []
        end = head
        if phrase.proper_first > phrase.first and (label is None or label[2] == "PERSON"):
            end = min(head, phrase.proper_first)  # in "the French envoy Georgia Hale" the name tells no country
        for token in range(phrase.first, end):
            hit = self.known.hit_at.get(token)
            if hit is not None and hit.first == token and hit.entries[0].entity.country:
                if token >= phrase.proper_first and hit.entries[0].entity.kind == "person":
                    continue  # the name itself
                if self._is_attitude(hit):
                    continue
                countries = owners if self.edges.is_possessive(hit.last - 1, head) else others
                countries.append(hit.entries[0].entity.country)
        return owners[-1:] or others

    def _is_attitude(self, hit: NameHit) -> bool:
        """True for the "American" of "anti-American protesters": it tells what they think, not whose they are."""
        reading = self.reading
        return (
            hit.first > 1
            and reading.words[hit.first - 1] == "-"
            and reading.lower[hit.first - 2] in self.language.attitude_prefixes
        )

    def _preposition_countries(self, head: int, person: bool, countries_at: CountriesAt) -> list[tuple[int, str]]:
        """Countries after "of", then "in" or "from" (not where an envoy is sent); of a named person "of" alone."""
        found: list[tuple[int, str]] = []
        ranks: list[tuple[int, tuple[str, ...]]] = [(_OF, ("of",) if person else ("of", "for"))]
        if not person and self.reading.lemmas[head] not in self.language.envoy_nouns:
            ranks.append((_IN, ("in", "from", "at", "across")))
        for rank, prepositions in ranks:
            for noun in self.syntax.prepositional(head, prepositions):
                hit = self.known.hit_at.get(noun)
                if hit is not None and hit.entries[0].entity.country:
                    found.append((rank, hit.entries[0].entity.country))
                elif hit is None and rank == _OF:  # "a spokesman for the ministry of Peru"
                    within = countries_at(noun)[:1] or self._countries_of_realm(noun)
                    found.extend((rank, country) for country in within)
        return found

    def _shared_countries(self, head: int) -> tuple[str, ...]:
        """The country said once for several ("the Chilean state and people", "the government and people of Chile")."""
        reading = self.reading
        first = self._row(head)
        if head != first and not self._has_determiner(head):
            shown = self._modifier_countries(first, _Phrase(self.edges.left(first), first + 1, first + 1, (), None))
            if shown:
                return tuple(shown)
        at = head
        while (following := self.syntax.child(at, "conj")) is not None and not self._has_determiner(following):
            at = following
        if at == head or reading.tags[at][0] != "N":
            return ()
        hits = (self.known.hit_at.get(noun) for noun in self.syntax.prepositional(at, ("of",)))
        countries = (hit.entries[0].entity.country for hit in hits if hit is not None)
        return tuple(country for country in countries if country is not None)[:1]

    def _has_determiner(self, head: int) -> bool:
        deps = self.reading.deps
        return any(deps[child] in ("det", "poss") for child in self.reading.children[head] if child < head)

    def _countries_of_realm(self, noun: int) -> tuple[str, ...]:
        """The country after what an office is for ("minister of health of Chile")."""
        hits = (self.known.hit_at.get(token) for token in self.syntax.prepositional(noun, ("of",)))
        countries = (hit.entries[0].entity.country for hit in hits if hit is not None)
        return tuple(country for country in countries if country is not None)[:1]

    def _sector(self, head: int, phrase: _Phrase) -> str | None:
        """A named body's own sector; a role's, or that of the body it belongs to; former holders are elites."""
        entity = phrase.entries[0].entity if phrase.entries else None
        if entity is not None and entity.kind != "state" and entity.sector is not None:
            return entity.sector
        role = phrase.role
        if role is None:
            return None
        reading = self.reading
        words = reading.lower[phrase.first : head + 1]
        if role.kind == "person" and any(word in self.language.former_words for word in words):
            return "ELI"
        bodies = [self.known.hit_at.get(token) for token in range(phrase.first, head)]
        bodies.extend(self.known.hit_at.get(noun) for noun in self.syntax.prepositional(head, ("of", "for")))
        for hit in bodies:
            owner = hit.entries[0].entity if hit is not None and not hit.first <= head < hit.last else None
            if owner is None or owner.kind not in ("body", "group", "organisation", "party") or owner.sector is None:
                continue
            if role.borrows or role.sector in ("GOV", "UNK", None) or owner.kind == "group":
                return owner.sector
        before = self.known.role_ending_at(head - len(role.noun.split()))
        if before is not None and before.kind == "body" and (role.borrows or role.sector in _EMPLOYED):
            return before.sector  # "an army accountant", "an intelligence agency officer"
        return role.sector

    def _row(self, head: int) -> int:
        """The first member of the coordination that a noun stands in; itself where it stands alone."""
        reading = self.reading
        while reading.deps[head] == "conj" and reading.heads[head] != head:
            head = reading.heads[head]
        return head

    def _is_subject(self, head: int) -> bool:
        """The subject of a verb, or coordinated with it."""
        return self.reading.deps[self._row(head)] in ("nsubj", "nsubjpass")
