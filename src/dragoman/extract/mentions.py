"""Finds who a noun phrase names: proper names, role nouns, nationality adjectives, pronouns and short forms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dragoman.extract.syntax import Syntax
from dragoman.knowledge.almanac import Almanac
from dragoman.knowledge.gazetteer import NameEntry, NameHit, fold
from dragoman.knowledge.language import Language
from dragoman.knowledge.roles import Role, Roles
from dragoman.model.mention import Mention, MentionForm
from dragoman.model.reading import Reading
from dragoman.model.span import Passage

_MODIFIERS = frozenset(
    {"det", "amod", "compound", "nmod", "poss", "nummod", "quantmod", "predet", "advmod", "punct", "case"}
)
_PARTY_LABELS = frozenset({"PERSON", "ORG", "NORP", "GPE"})
# Where a party is sought inside a noun phrase that is none itself ("the attack by ... on ..."), likeliest first.
_INSIDE = ("by", "of", "against", "between", "on", "in", "from", "at", "to", "with", "for")


# How strongly a country is shown by the words of a noun phrase; only the strongest that there is counts.
_OWN, _MODIFIER, _OF, _IN = 0, 1, 2, 3


@dataclass(slots=True)
class _Phrase:
    """A noun phrase while it is being described: tokens `[first, last)`, its name from `proper_first` on, its role."""

    first: int
    last: int
    proper_first: int
    entries: tuple[NameEntry, ...]
    role: Role | None
    proper: str | None = None

    def is_person(self, label: tuple[int, int, str] | None) -> bool:
        if self.entries:
            return self.entries[0].entity.kind == "person"
        return label is not None and label[2] == "PERSON"


def _may_be_name(label: tuple[int, int, str]) -> bool:
    """Whether a one-word label may be a slip for a surname: the parser takes many for companies and towns."""
    return label[1] - label[0] == 1 and label[2] in ("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT")


@dataclass(slots=True)
class MentionFinder:
    """Mentions of one reading, made when asked for and remembered; `mentions` is the list that indexes point into."""

    reading: Reading
    text: str
    syntax: Syntax
    almanac: Almanac
    roles: Roles
    language: Language
    mentions: list[Mention] = field(default_factory=list)
    hit_at: dict[int, NameHit] = field(default_factory=dict)
    label_at: dict[int, tuple[int, int, str]] = field(default_factory=dict)
    person_words: set[str] = field(default_factory=set)
    """First and last words of the personal names in the article: alone they mean the same people."""
    _by_head: dict[int, int | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for first, last, label in self.reading.entities:
            for token in range(first, last):
                self.label_at[token] = (first, last, label)
            if label == "PERSON" and last - first > 1:
                self.person_words.update((self.reading.words[first], self.reading.words[last - 1]))
        for hit in self.almanac.names.find(self.reading.words):
            if not self._is_inside_person(hit):
                for token in range(hit.first, hit.last):
                    self.hit_at[token] = hit

    def _is_inside_person(self, hit: NameHit) -> bool:
        """True for the "Israel" of a man called Israel Katz, and for the "Muscat" of Mr Muscat."""
        if hit.first and hit.entries[0].form in ("capital", "city", "name"):
            if self.reading.words[hit.first - 1] in self.language.honorifics and hit.entries[0].entity.kind != "person":
                return True
        label = self.label_at.get(hit.first)
        if label is None or label[2] != "PERSON" or hit.entries[0].entity.kind == "person":
            return False
        first, last, _ = label
        if hit.first == first and hit.last == last:
            return False
        rest = [token for token in range(first, last) if not hit.first <= token < hit.last]
        # a title between country and name ("US President Obama") shows that the country is no first name
        return all(self.reading.tags[token] == "NNP" for token in rest) and not any(
            self.reading.lower[token] in self.roles.heads for token in rest
        )

    def all_named(self) -> None:
        """Make the mentions of every noun phrase that names a party by itself: what `annotate` lists."""
        reading = self.reading
        for token, dep in enumerate(reading.deps):
            if dep in ("compound", "det", "punct") or reading.tags[token][0] not in "NP":
                continue
            if token in self.hit_at or token in self.label_at or reading.lemmas[token] in self.roles.heads:
                self.at(token)

    def parties(self, tokens: Iterable[int]) -> tuple[int, ...]:
        """Mentions for head tokens: each one's own, else those found inside its noun phrase."""
        found: dict[int, None] = {}
        for token in tokens:
            own = self.at(token)
            for mention in (own,) if own is not None else self.inside(token):
                found[mention] = None
        return tuple(found)

    def at(self, head: int) -> int | None:
        """The mention whose head token this is, or None where it names no party; any word of a known name will do."""
        head = self._name_head(head)
        if head not in self._by_head:
            self._by_head[head] = None  # a cycle in the parse ends here
            made = self._make(head)
            if isinstance(made, Mention):
                self.mentions.append(made)
                self._by_head[head] = len(self.mentions) - 1
            else:
                self._by_head[head] = made
        return self._by_head[head]

    def _name_head(self, token: int) -> int:
        """The head of the known name a token stands in ("Republic" of "People's Republic of China"), or the token."""
        hit = self.hit_at.get(token)
        if hit is None or hit.last - hit.first == 1:
            return token
        heads = self.reading.heads
        return next(
            (at for at in range(hit.first, hit.last) if heads[at] == at or not hit.first <= heads[at] < hit.last), token
        )

    def inside(self, head: int, depth: int = 0) -> tuple[int, ...]:
        """Parties named inside a noun phrase that is none itself: possessors, nationality adjectives, prepositions."""
        reading = self.reading
        children = reading.children[head]
        for child in children:
            if reading.deps[child] == "poss" and reading.tags[child] != "PRP$":  # "their pledge" is directed at others
                found = self.parties(self.syntax.nouns(child)) if depth < 3 else ()
                if found:
                    return found
        by = self._by_preposition(head, ("by",), depth)
        if by:
            return by
        modifiers = self.modifiers(head)
        if modifiers:
            return modifiers
        for preposition in _INSIDE[1:]:
            found = self._by_preposition(head, (preposition,), depth)
            if found:
                return found
        return ()

    def _by_preposition(self, head: int, prepositions: Sequence[str], depth: int) -> tuple[int, ...]:
        found: dict[int, None] = {}
        for noun in self.syntax.prepositional(head, prepositions):
            own = self.at(noun)
            for mention in (own,) if own is not None else (self.inside(noun, depth + 1) if depth < 2 else ()):
                found[mention] = None
        return tuple(found)

    def modifiers(self, head: int) -> tuple[int, ...]:
        """Nationality adjectives and country names before a noun, those of compounds ("Iran-Iraq") included."""
        found: dict[int, None] = {}
        for token in range(self.left_edge(head), head):
            hit = self.hit_at.get(token)
            if hit is None or hit.last - 1 != token or hit.entries[0].entity.kind in ("person", "publisher"):
                continue
            if self._is_possessive(token, head):
                continue
            key = -1 - hit.first  # modifiers are kept apart from noun heads in the same memory
            if key not in self._by_head:
                self.mentions.append(self._mention(hit.first, hit.last, token, "adjective", hit.entries))
                self._by_head[key] = len(self.mentions) - 1
            mention = self._by_head[key]
            if mention is not None:
                found[mention] = None
        return tuple(found)

    def _is_possessive(self, token: int, head: int) -> bool:
        reading = self.reading
        while token != head:
            if reading.deps[token] == "poss" or reading.heads[token] == token:
                return True
            token = reading.heads[token]
        return False

    # ---- making one mention -------------------------------------------------------------------------------------

    def _make(self, head: int) -> Mention | int | None:
        reading = self.reading
        tag, lower = reading.tags[head], reading.lower[head]
        if tag in ("PRP", "PRP$"):
            if lower not in self.language.pronouns:
                return None
            return self._mention(head, head + 1, head, "pronoun", (), plural=self.language.pronouns[lower].plural)
        if tag[0] not in "NJCDV" or tag in ("CC",):
            return None
        if lower in self.language.partitives or tag == "CD":
            measured = self.syntax.prepositional(head, ("of",))
            for noun in measured:
                inner = self.at(noun)
                if inner is not None:
                    return inner
            if measured and tag != "CD" and head not in self.hit_at:
                return None  # "thousands of dollars" are nobody
        hit = self.hit_at.get(head)
        if (
            hit is not None
            and hit.entries[0].form == "adjective"
            and tag[0] != "N"
            and reading.deps[head] in _MODIFIERS
        ):
            return None
        label = self.label_at.get(head)
        if hit is not None and hit.entries[0].entity.kind == "region" and hit.entries[0].entity.country is None:
            return None  # a sea or a continent is a place and acts for nobody
        if hit is None and tag == "NNP" and (label is None or _may_be_name(label)) and self._is_surname(head):
            label = self.label_at[head] = (head, head + 1, "PERSON")
        role = self.role_ending_at(head)
        if hit is None and self._short_form(head) is not None:
            return self._definite(head, role)
        if hit is None and role is None and (label is None or label[2] not in _PARTY_LABELS):
            if not tag.startswith("NNP") or not self._has_title(head):
                return None
        if role is None and hit is None and label is None and tag[0] == "V":
            return None
        return self._noun_phrase(head, hit, label, role)

    def _noun_phrase(
        self, head: int, hit: NameHit | None, label: tuple[int, int, str] | None, role: Role | None
    ) -> Mention:
        reading = self.reading
        phrase = _Phrase(self.left_edge(head), head + 1, head + 1, hit.entries if hit is not None else (), role)
        self._name_it(phrase, head, hit, label)
        found: list[tuple[int, str]] = []
        if phrase.proper is None and phrase.role is not None and phrase.role.kind == "person":
            found.extend((_MODIFIER, country) for country in self._name_after_country(phrase, head))
        if phrase.role is None and phrase.proper_first <= head and phrase.proper_first > phrase.first:
            phrase.role = self.role_ending_at(phrase.proper_first - 1)
        person = phrase.is_person(label)
        if phrase.entries and not person and phrase.entries[0].entity.kind != "publisher":
            found.extend((_OWN, entry.entity.country) for entry in phrase.entries[:1] if entry.entity.country)
        modifiers = self._modifier_countries(head, phrase)
        if self._is_ethnic(head, phrase):
            phrase.entries, found, modifiers = (), [], []
        elif modifiers and found and phrase.entries[0].entity.kind in ("body", "party") and modifiers[0] != found[0][1]:
            phrase.entries, found = (), []  # "Chile's Defense Department" is not the one best known by that name
        found.extend((_MODIFIER, country) for country in modifiers)
        if not phrase.entries or person:
            found.extend(self._preposition_countries(head, person))
        appositive = self.syntax.child(head, "appos")
        if appositive is not None:
            found.extend((_OWN, country) for country in self._take_appositive(phrase, appositive))
        phrase.last = self.right_edge(head, phrase.last)
        best = min((rank for rank, _ in found), default=_OWN)
        countries = tuple(dict.fromkeys(country for rank, country in found if rank == best))
        form: MentionForm = "name" if phrase.proper is not None else "role"
        return self._mention(
            phrase.first, phrase.last, head, form, phrase.entries, proper=phrase.proper, role=phrase.role,
            countries=countries, label=label[2] if label is not None else None,
            plural=self._is_plural(head, phrase), sector=self._sector(head, phrase),
        )  # fmt: skip

    def _is_plural(self, head: int, phrase: _Phrase) -> bool:
        """Several people; the United States are one."""
        if phrase.entries and phrase.entries[0].form != "demonym":
            return False
        return self.reading.tags[head] in ("NNS", "NNPS")

    def _name_it(self, phrase: _Phrase, head: int, hit: NameHit | None, label: tuple[int, int, str] | None) -> None:
        """Find the proper name inside a noun phrase: by the parser's label, a known name, or a run of proper nouns."""
        reading = self.reading
        if label is not None and label[2] in _PARTY_LABELS:
            end = label[1] - (reading.tags[label[1] - 1] == "POS" and label[1] - 1 > head)
            phrase.proper_first = self._without_title(label[0], end)
            phrase.last = max(phrase.last, end)
            phrase.proper = reading.phrase(phrase.proper_first, end)
            phrase.first = min(phrase.first, label[0])
        if hit is not None and hit.entries[0].form != "adjective":
            if phrase.proper is None or hit.last - hit.first >= phrase.last - phrase.proper_first:
                phrase.proper, phrase.proper_first = reading.phrase(hit.first, hit.last), hit.first
            phrase.last = max(phrase.last, hit.last)
            phrase.first = min(phrase.first, hit.first)
        elif phrase.proper is None and reading.tags[head].startswith("NNP") and phrase.role is None:
            phrase.proper_first = self._proper_run(head, phrase.first)
            phrase.proper = reading.phrase(phrase.proper_first, head + 1)

    def _name_after_country(self, phrase: _Phrase, head: int) -> list[str]:
        """The name behind an office and its country ("President of Chile Jane Roe"), and the countries between them."""
        reading = self.reading
        for noun in self.syntax.prepositional(head, ("of",)):
            label = self.label_at.get(noun)
            if label is None or label[2] != "PERSON" or label[1] != noun + 1:
                continue
            hits = [self.hit_at.get(token) for token in range(head + 1, noun)]
            countries = [
                hit.entries[0].entity.country
                for hit in hits
                if hit is not None and hit.entries[0].entity.kind == "state" and hit.entries[0].entity.country
            ]
            starts = [hit.last for hit in hits if hit is not None and hit.entries[0].entity.kind == "state"]
            if countries:
                first = max(label[0], *starts)
                if first < label[1]:
                    phrase.proper, phrase.last = reading.phrase(first, label[1]), label[1]
                    name = self.hit_at.get(noun)
                    phrase.entries = name.entries if name is not None else ()
                    return countries
        return []

    def _take_appositive(self, phrase: _Phrase, appositive: int) -> list[str]:
        """What an appositive adds: the office of a name, with its countries, or the name of an office-holder."""
        name_hit, name_label = self.hit_at.get(appositive), self.label_at.get(appositive)
        if phrase.role is None:
            phrase.role = self.role_ending_at(appositive)
            if phrase.role is None:
                return []
            other = _Phrase(self.left_edge(appositive), appositive + 1, appositive + 1, (), phrase.role)
            modifiers = self._modifier_countries(appositive, other)
            return modifiers or [country for _, country in self._preposition_countries(appositive, False)][:1]
        if phrase.proper is None and name_label is not None and name_label[2] == "PERSON":
            phrase.proper = self.reading.phrase(self._without_title(name_label[0], name_label[1]), name_label[1])
            if name_hit is not None:
                phrase.entries = name_hit.entries
            if name_label[0] == phrase.last:  # "the ambassador Li Jinjun": the name goes on where the title ends
                phrase.last = name_label[1]
        return []

    def _is_ethnic(self, head: int, phrase: _Phrase) -> bool:
        """True for "ethnic Albanians": a people, wherever they live, and no state's."""
        return any(self.reading.lower[token] == "ethnic" for token in range(phrase.first, head))

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
        bodies = [self.hit_at.get(token) for token in range(phrase.first, head)]
        bodies.extend(self.hit_at.get(noun) for noun in self.syntax.prepositional(head, ("of", "for")))
        for hit in bodies:
            owner = hit.entries[0].entity if hit is not None else None
            if owner is None or owner.kind not in ("body", "group", "organisation", "party") or owner.sector is None:
                continue
            if role.borrows or role.sector in ("GOV", "UNK", None) or owner.kind == "group":
                return owner.sector
        return role.sector

    def _mention(
        self, first: int, last: int, head: int, form: MentionForm, entries: Sequence[NameEntry], *,
        proper: str | None = None, role: Role | None = None, countries: tuple[str, ...] = (),
        label: str | None = None, plural: bool = False, sector: str | None = None,
    ) -> Mention:  # fmt: skip
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

    def _is_surname(self, token: int) -> bool:
        """A name that the parser did not label, standing alone, that people in the article or in office bear."""
        reading = self.reading
        word = reading.words[token]
        if reading.deps[token] == "compound" or self.role_ending_at(token) is not None:
            return False
        return word in self.person_words or fold(word) in self.almanac.surnames

    def _is_subject(self, head: int) -> bool:
        """The subject of a verb, or coordinated with it."""
        reading = self.reading
        while reading.deps[head] == "conj" and reading.heads[head] != head:
            head = reading.heads[head]
        return reading.deps[head] in ("nsubj", "nsubjpass")

    def role_ending_at(self, head: int) -> Role | None:
        """The longest role noun phrase whose head stands here ("deputy foreign minister", "minister of defence")."""
        reading = self.reading
        if head < 0 or reading.lemmas[head] not in self.roles.heads:
            return None
        lemma = reading.lemmas[head]
        floor = reading.sentences[reading.sentence_of[head]].first
        by_phrase = self.roles.by_phrase
        words = reading.lower
        tail = self.roles.tails.get(lemma, 0)
        if tail and head + 1 < len(words) and words[head + 1] in ("of", "for", "to"):
            for size in range(tail, 1, -1):
                after = words[head + 1 : head + 1 + size]
                for length in range(min(self.roles.heads[lemma], head - floor + 1), 0, -1):
                    found = by_phrase.get(" ".join((*words[head - length + 1 : head], lemma, *after)))
                    if found is not None:
                        return found
        for length in range(min(self.roles.heads[lemma], head - floor + 1), 0, -1):
            found = by_phrase.get(" ".join((*words[head - length + 1 : head], lemma)))
            if found is not None:
                return found
        return None

    def _has_title(self, head: int) -> bool:
        """True where a role noun stands as a title before a proper name that the parser did not label."""
        return self.role_ending_at(self._proper_run(head, self.left_edge(head)) - 1) is not None

    def _proper_run(self, head: int, floor: int) -> int:
        """The first token of the run of proper nouns that ends at `head`, titles left out."""
        reading = self.reading
        at = head
        while at > floor and (
            reading.tags[at - 1].startswith("NNP")
            or (reading.words[at - 1] == "-" and reading.tags[at - 2].startswith("NNP"))
        ):
            if self.role_ending_at(at - 1) is not None or at - 1 in self.hit_at:
                break
            at -= 1
        return at

    def _without_title(self, first: int, last: int) -> int:
        """The first token of a labelled name after its titles: the label of "President Ortega" covers both words."""
        for token in range(last - 1, first, -1):
            if self.role_ending_at(token - 1) is not None and self.reading.tags[token] not in ("IN", "TO", "CC", "POS"):
                return token
        if self.reading.words[first] in self.language.honorifics and first + 1 < last:
            return first + 1
        return first

    def left_edge(self, head: int) -> int:
        """The first token of the noun phrase: determiners, adjectives, compounds and possessors before the head."""
        reading = self.reading
        first = head
        for child in reversed(reading.children[head]):
            if child > head:
                continue
            if reading.deps[child] not in _MODIFIERS:
                break
            first = min(first, child, *reading.subtree(child)[:1])
        while reading.deps[first] == "punct" and first < head:
            first += 1
        return first

    def right_edge(self, head: int, last: int) -> int:
        """Past a directly following "of ..." (or an envoy's "to ...") that belongs to the name of the office."""
        reading = self.reading
        for child in reading.children[head]:
            if child != last or reading.deps[child] != "prep":
                continue
            if reading.lower[child] == "of" or (
                reading.lower[child] in ("to", "for") and reading.lemmas[head] in self.language.envoy_nouns
            ):
                for noun in reading.children[child]:
                    if reading.deps[noun] == "pobj" and noun > child:
                        return self.right_edge(noun, noun + 1)
        return last

    def _modifier_countries(self, head: int, phrase: _Phrase) -> list[str]:
        """Countries of the possessor, or else of the adjectives, before the name or role."""
        owners: list[str] = []
        others: list[str] = []
        end = min(head, phrase.proper_first) if phrase.proper_first > phrase.first else head
        for token in range(phrase.first, end):
            hit = self.hit_at.get(token)
            if hit is not None and hit.first == token and hit.entries[0].entity.country:
                (owners if self._is_possessive(hit.last - 1, head) else others).append(hit.entries[0].entity.country)
        return owners[-1:] or others

    def _preposition_countries(self, head: int, person: bool) -> list[tuple[int, str]]:
        """Countries after "of", then "in" or "from" (not where an envoy is sent); of a named person "of" alone."""
        found: list[tuple[int, str]] = []
        ranks: list[tuple[int, tuple[str, ...]]] = [(_OF, ("of",) if person else ("of", "for"))]
        if not person and self.reading.lemmas[head] not in self.language.envoy_nouns:
            ranks.append((_IN, ("in", "from", "at", "across")))
        for rank, prepositions in ranks:
            for noun in self.syntax.prepositional(head, prepositions):
                hit = self.hit_at.get(noun)
                if hit is not None and hit.entries[0].entity.country:
                    found.append((rank, hit.entries[0].entity.country))
                elif hit is None and rank == _OF:  # "a spokesman for the ministry of Peru"
                    inner = self.at(noun)
                    if inner is not None:
                        found.extend((rank, country) for country in self.mentions[inner].countries[:1])
        return found

    def _short_form(self, head: int) -> str | None:
        """The definite short form that ends here ("the two countries"), or None; more words after it make it a name."""
        reading = self.reading
        if any(
            child == head + 1 and reading.deps[child] == "prep" and reading.lower[child] == "of"
            for child in reading.children[head]
        ):
            return None
        phrase = " ".join(reading.lower[self.left_edge(head) : head + 1])
        found = self.language.short_forms.get(phrase)
        if found is None or (found.kind == "persons" and found.number == "1"):
            return None  # "the president" is a role noun and found as one
        return phrase

    def _definite(self, head: int, role: Role | None) -> Mention:
        plural = self.reading.tags[head] in ("NNS", "NNPS")
        return self._mention(self.left_edge(head), head + 1, head, "pronoun", (), role=role, plural=plural)
