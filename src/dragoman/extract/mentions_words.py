"""What is known of the words of a reading before any noun phrase is read: names, labels, role nouns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dragoman.knowledge.almanac import Almanac
from dragoman.knowledge.gazetteer import Entity, NameEntry, NameHit, fold, words_of
from dragoman.knowledge.language import Language
from dragoman.knowledge.roles import Role, Roles
from dragoman.model.reading import Reading

Label = tuple[int, int, str]
"""What the parser takes a name for: its tokens `[first, last)` and the kind of thing."""


@dataclass(slots=True)
class KnownWords:
    """Known names and the parser's labels by token, and the role nouns of one reading."""

    reading: Reading
    almanac: Almanac
    roles: Roles
    language: Language
    home: str | None = None
    """The state whose own text it is: names that several states claim mean that one."""
    hit_at: dict[int, NameHit] = field(init=False, default_factory=dict)
    """The known name that a token stands in."""
    label_at: dict[int, Label] = field(init=False, default_factory=dict)
    """The label of the name that a token stands in; surnames that the parser missed are added when met."""
    _person_words: set[str] = field(init=False, default_factory=set)
    """First and last words of the personal names in the article: alone they mean the same people."""

    def __post_init__(self) -> None:
        for first, last, given in self.reading.entities:
            label = self._mended(first, last, given)
            if label is None:
                continue
            for token in range(first, last):
                self.label_at[token] = (first, last, label)
            if label == "PERSON" and last - first > 1:
                self._person_words.update((self.reading.words[first], self.reading.words[last - 1]))
        hits = self.almanac.names.find(self.reading.words)
        if self.home is not None:
            hits = self._own_bodies(hits)
        for hit in hits:
            hit = self._at_home(hit)
            if not self._is_inside_person(hit):
                for token in range(hit.first, hit.last):
                    self.hit_at[token] = hit

    def _at_home(self, hit: NameHit) -> NameHit:
        """The hit, or where its name is claimed by several states the one whose own text it is."""
        if self.home is None or hit.last - hit.first > 1 or hit.entries[0].entity.kind != "state":
            return hit
        state = self.almanac.states.get(self.home)
        if state is None or self.home not in self.language.shared_names.get(self.reading.words[hit.first], ()):
            return hit
        entity = Entity(f"state:{state.code}", "state", state.name, state.code, None, state.since, state.until)
        return NameHit(hit.first, hit.last, (NameEntry(entity, hit.entries[0].form),))

    def _own_bodies(self, hits: Sequence[NameHit]) -> list[NameHit]:
        """The hits; a bare "Security Council" in a state's own text is that state's.

        Not so where the text also names the other in other words ("UN Security Council").
        """
        words = self.reading.words
        spelt: dict[str, set[str]] = {}
        for hit in hits:
            if hit.last - hit.first > 1 and hit.entries[0].entity.kind == "organisation":
                spelt.setdefault(hit.entries[0].entity.id, set()).add(" ".join(words[hit.first : hit.last]))
        own: dict[str, NameEntry] = {}
        for id_, forms in spelt.items():
            body = self._own_body(next(iter(forms))) if len(forms) == 1 else None
            if body is not None:
                own[id_] = body
        return [
            NameHit(hit.first, hit.last, (own[hit.entries[0].entity.id],)) if hit.entries[0].entity.id in own else hit
            for hit in hits
        ]

    def _own_body(self, name: str) -> NameEntry | None:
        """The home state's body of this name, where it has one: "Security Council" with "of Russia" after it."""
        state = self.almanac.states.get(self.home or "")
        if state is None:
            return None
        whole = [*words_of(name), "of", *words_of(state.name)]
        for hit in self.almanac.names.find(whole):
            entity = hit.entries[0].entity
            if hit.first == 0 and hit.last == len(whole) and entity.kind == "body" and entity.country == self.home:
                return hit.entries[0]
        return None

    def _mended(self, first: int, last: int, label: str) -> str | None:
        """The label, or a person's after "Mr"; None for an office that is taken for a name ("the Taoiseach")."""
        reading, honorifics = self.reading, self.language.honorifics
        if label == "PERSON":
            office = last - first == 1 and reading.lower[first] in self.roles.by_phrase
            the = first > 0 and reading.lower[first - 1] == "the"
            of = last < len(reading.words) and reading.lower[last] == "of"
            return None if office and (the or of) else label
        if label in ("GPE", "ORG", "LOC", "NORP", "FAC", "PRODUCT", "WORK_OF_ART"):
            inside = reading.words[first] in honorifics and last - first > 1
            before = first > 0 and reading.words[first - 1] in honorifics
            if (inside and last - first < 5) or (before and last - first < 4):
                return "PERSON"
        return label

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
        before = self.reading.lower[max(first - 2, 0) : first]
        if hit.first == first and last - hit.last > 1 and "of" in before and hit.entries[0].entity.kind == "state":
            return False  # "President of Chile Jane Roe"
        rest = [token for token in range(first, last) if not hit.first <= token < hit.last]
        # a title between country and name ("US President Obama") shows that the country is no first name
        return all(self.reading.tags[token] == "NNP" for token in rest) and not any(
            self.reading.lower[token] in self.roles.heads for token in rest
        )

    def name_head(self, token: int) -> int:
        """The head of the known name a token stands in ("Republic" of "People's Republic of China"), or the token."""
        hit = self.hit_at.get(token)
        if hit is None or hit.last - hit.first == 1:
            return token
        heads = self.reading.heads
        return next(
            (at for at in range(hit.first, hit.last) if heads[at] == at or not hit.first <= heads[at] < hit.last), token
        )

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
                    if found is not None and not self._goes_on(head + size):
                        return found
        for length in range(min(self.roles.heads[lemma], head - floor + 1), 0, -1):
            found = by_phrase.get(" ".join((*words[head - length + 1 : head], lemma)))
            if found is not None:
                return found
        return None

    def _goes_on(self, token: int) -> bool:
        """Whether a known name goes on after this token: no "president of the republic" in "... Republic of Chile"."""
        hit = self.hit_at.get(token)
        return hit is not None and hit.first <= token < hit.last - 1

    def is_surname(self, token: int) -> bool:
        """A name that the parser did not label, standing alone, that people in the article or in office bear."""
        reading = self.reading
        word = reading.words[token]
        if reading.deps[token] == "compound" or self.role_ending_at(token) is not None:
            return False
        return word in self._person_words or fold(word) in self.almanac.surnames
