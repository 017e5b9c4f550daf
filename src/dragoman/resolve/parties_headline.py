"""The people whom an article's title names: the text after it often calls them by surname or "the leaders" at once.

A title is read word by word, without the parser: known names, and names behind or before an office and its state
("President of Chile Jane Roe", "Chilean President Roe", "President Roe of Chile").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.knowledge.almanac import Almanac
from dragoman.knowledge.gazetteer import NameHit, fold, words_of
from dragoman.knowledge.language import Language
from dragoman.knowledge.roles import Role, Roles
from dragoman.model.mention import Mention
from dragoman.model.span import Passage

_NOWHERE = Passage(0, 0, "")
_LONGEST = 5  # words of a name
_SHORT = 4  # letters of words that are not put in capitals in any title
_SENTENCE = -1  # the title stands before the first sentence


def headline_people(
    title: str | None, text: str, almanac: Almanac, roles: Roles, language: Language
) -> tuple[Mention, ...]:
    """Mentions of the people in a title, in order; they have no place in the `text` under it.

    Where every word of the title is in capitals, an unknown name must stand in the text too: it may be a verb.
    """
    words = words_of(title or "")
    if not words:
        return ()
    hits = almanac.names.find(words)
    plain = any(word.islower() and len(word) > _SHORT for word in words)
    given = None if plain else frozenset(words_of(text))
    return tuple(_Headline(words, {hit.first: hit for hit in hits}, given, almanac, roles, language).people())


@dataclass(slots=True)
class _Headline:
    words: tuple[str, ...]
    hits: dict[int, NameHit]
    given: frozenset[str] | None
    """The words of the text, if an unknown name must be among them."""
    almanac: Almanac
    roles: Roles
    language: Language

    def people(self) -> list[Mention]:
        found: list[Mention] = []
        at = 0
        while at < len(self.words):
            hit = self.hits.get(at)
            if hit is not None and hit.entries[0].entity.kind == "person":
                found.append(self._mention(at, hit.last, hit.entries[0].entity.id, None, ()))
                at = hit.last
                continue
            named = self._office(at)
            if named is not None:
                found.append(named[0])
                at = named[1]
                continue
            at = hit.last if hit is not None else at + 1
        return found

    def _office(self, at: int) -> tuple[Mention, int] | None:
        """The person named with an office whose words begin here, and where the name ends."""
        role, after = self._role(at)
        if role is None or role.kind != "person":
            honorific = self.words[at] in self.language.honorifics
            return self._named(None, at + 1, ()) if honorific else None
        before = next((hit for hit in self.hits.values() if hit.last == at), None)
        countries = _country_of(before)
        if after < len(self.words) and self.words[after].lower() == "of":
            start = after + 2 if after + 1 < len(self.words) and self.words[after + 1].lower() == "the" else after + 1
            hit = self.hits.get(start)
            if hit is None or not _country_of(hit):
                return None
            countries, after = _country_of(hit), hit.last
        return self._named(role, after, countries)

    def _named(self, role: Role | None, first: int, countries: tuple[str, ...]) -> tuple[Mention, int] | None:
        hit = self.hits.get(first)
        if hit is not None:
            person = hit.entries[0].entity.kind == "person"
            return (
                (self._mention(first, hit.last, hit.entries[0].entity.id, role, countries), hit.last)
                if person
                else None
            )
        last = self._name_end(first)
        if last == first:
            return None
        if not countries and last + 1 < len(self.words) and self.words[last].lower() == "of":
            start = last + 1 + (self.words[last + 1].lower() == "the")
            countries = _country_of(self.hits.get(start))
        if not countries and role is not None and not self._is_name(last):
            return None
        if self.given is not None and self.words[last - 1] not in self.given:
            return None
        return self._mention(first, last, None, role, countries), last

    def _is_name(self, last: int) -> bool:
        """Whether words after a bare title, up to `last`, are a name: a known surname, or one that owns something."""
        owns = last < len(self.words) and self.words[last] in ("'s", "’s", "'", "’")
        return owns or fold(self.words[last - 1]) in self.almanac.surnames

    def _name_end(self, first: int) -> int:
        """The end of the name that begins here: words in capitals; one alone where it is a surname known in office."""
        last = first
        while last < min(len(self.words), first + _LONGEST) and last not in self.hits:
            word = self.words[last]
            if not (word[0].isupper() or word == "-" or word.lower() in ("al", "el", "bin", "van", "de")):
                break
            if word.lower() in self.roles.heads:
                break
            last += 1
        if last - first > 1 and fold(self.words[first]) in self.almanac.surnames:
            ends = last >= len(self.words) or not self.words[last][0].isalpha() or self.words[last].islower()
            return last if ends and fold(self.words[last - 1]) in self.almanac.surnames else first + 1
        return last

    def _role(self, at: int) -> tuple[Role | None, int]:
        """The longest role noun phrase that begins here, and the word after it."""
        for length in range(min(6, len(self.words) - at), 0, -1):
            phrase = " ".join(self.words[at : at + length]).lower()
            role = self.roles.by_phrase.get(phrase)
            if role is not None:
                return role, at + length
        return None, at

    def _mention(
        self, first: int, last: int, entity: str | None, role: Role | None, countries: Sequence[str]
    ) -> Mention:
        words = _joined(self.words[first:last])
        place = first - len(self.words)  # before the first token of the text
        return Mention(
            passage=_NOWHERE, words=words, form="name", sentence=_SENTENCE, first=place, last=place + 1, head=place,
            subject=True, row=0, proper=words, label="PERSON", role=role.noun if role is not None else None,
            role_kind="person", sector=role.sector if role is not None else None, entity=entity,
            countries=tuple(countries), rule="mention.person.name" if entity is not None else "mention.name",
        )  # fmt: skip


def _country_of(hit: NameHit | None) -> tuple[str, ...]:
    country = hit.entries[0].entity.country if hit is not None else None
    return (country,) if country is not None else ()


def _joined(words: Sequence[str]) -> str:
    """The words as running text has them: no blanks around hyphens."""
    return " ".join(words).replace(" - ", "-")
