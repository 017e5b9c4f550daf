"""Reads a title whole: its words, whose office it is, and where an envoy is sent."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.extract.mentions import MentionFinder
from dragoman.extract.syntax import Syntax
from dragoman.knowledge.gazetteer import Entity, NameHit, name_tokens
from dragoman.knowledge.language import Language
from dragoman.knowledge.roles import Role
from dragoman.knowledge.standing import StandingWords
from dragoman.model.reading import Reading

_BODIES = ("organisation", "body", "party", "group", "region")  # a region's president is no state's
_LINKS = frozenset({"of", "for", "at", "with"})
_ARTICLES = frozenset({"the", "its", "his", "her", "their", "this", "our", "a", "an"})
_REACH = 14  # tokens after a title's noun in which "to X" still tells where its holder is sent


@dataclass(frozen=True, slots=True)
class Title:
    """A title as it stands: its words, the tokens `[first, last)` of the whole phrase, and what it tells."""

    words: str
    first: int
    last: int
    country: str | None
    organisation: str | None
    accredited_to: str | None


@dataclass(slots=True)
class Titles:
    """Reads the titles of one reading."""

    reading: Reading
    syntax: Syntax
    mentions: MentionFinder
    words: StandingWords
    language: Language

    def noun_of(self, token: int) -> int:
        """The title's noun where a word after it was taken for the head: "Ambassador" of "Ambassador Extraordinary"."""
        at = token
        while at > 0 and self.reading.lower[at] in (*self.words.title_tails, "and"):
            at -= 1
        return at if self.mentions.role_ending_at(at) is not None else token

    def read(self, noun: int, role: Role) -> Title:
        """The title around its noun."""
        reading = self.reading
        first = self._first(noun, role)
        last = self._last(noun, role)
        country, organisation = self._before(min(first, self.mentions.left_edge(first)), first, noun)
        end = last
        if reading.lower[last : last + 1] and reading.lower[last] in _LINKS:
            in_title = self._is_portfolio(noun, role, last)
            end, of_country, body = self._whose(last + 1)
            country = country or of_country
            if in_title:
                last = self._phrase_end(last + 1)
            elif body is not None:
                organisation = body
        if country is None or organisation is None:
            country, organisation = self._elsewhere(noun, country, organisation)
        words = reading.phrase(first, last)
        return Title(words, first, max(end, last), country, organisation, self._sent_to(noun, max(last, noun + 1)))

    def _first(self, noun: int, role: Role) -> int:
        """The first token: the role noun's own, or a word of height before it ("vice department director")."""
        reading = self.reading
        tokens = self._role_tokens(noun, role)
        floor = reading.sentences[reading.sentence_of[noun]].first
        first = at = max(noun - len(tokens) + 1, floor)
        while at > floor:
            at -= 1
            if at in self.mentions.hit_at or reading.tags[at][:2] not in ("NN", "JJ", "RB") or first - at > 3:
                break
            if reading.lower[at] in self.words.title_words:
                first = at
        return first

    def _role_tokens(self, noun: int, role: Role) -> list[str]:
        """The role's words up to its noun: of "minister of defence" the first alone."""
        tokens = list(name_tokens(role.noun))
        if self.reading.lemmas[noun] != tokens[-1]:
            tokens = tokens[
                : next((at for at, token in enumerate(tokens) if token in ("of", "for", "to")), len(tokens))
            ]
        return tokens

    def _last(self, noun: int, role: Role) -> int:
        """The end of the role's own words and of what follows them without telling whose it is."""
        reading = self.reading
        tail = len(name_tokens(role.noun)) - len(self._role_tokens(noun, role))
        last = noun + 1 + tail
        if tail:  # "minister of culture" goes on in "minister of culture and sport"
            last = max(last, self._phrase_end(noun + 2))
        tails = self.words.title_tails
        while last < len(reading) and (
            reading.lower[last] in tails
            or (reading.lower[last] == "and" and last + 1 < len(reading) and reading.lower[last + 1] in tails)
        ):
            last += 1
        return last

    def _is_portfolio(self, noun: int, role: Role, link: int) -> bool:
        """Whether "of ..." names the portfolio: "secretary of labour", "minister for the environment"."""
        head = role.noun.split(" of ")[0].split()[-1]
        if head not in self.words.portfolio_nouns or self.reading.lower[link] not in ("of", "for"):
            return False
        the = self.reading.lower[link + 1 : link + 2] == ["the"]
        hit = self.mentions.hit_at.get(link + 1 + the)
        if hit is not None and hit.entries[0].entity.kind == "state":
            return False
        return (not the or head == "minister") and noun < link

    def _phrase_end(self, at: int) -> int:
        """The end of a plain noun phrase: nouns, adjectives, "and" between them, a determiner before."""
        reading = self.reading
        end = at + (reading.lower[at : at + 1] != [] and reading.lower[at] in _ARTICLES)
        stop = reading.sentences[reading.sentence_of[at]].last if at < len(reading) else at
        while end < stop:
            tag = reading.tags[end]
            if tag[:2] not in ("NN", "JJ") and tag not in ("CC", "VBG", "POS") and reading.words[end] != "&":
                break
            if tag == "CC" and (
                end + 1 >= stop or reading.words[end + 1][0].isupper() != reading.words[end - 1][0].isupper()
            ):
                break
            end += 1
        while end > at and reading.tags[end - 1] in ("CC", "POS"):
            end -= 1
        return end

    def _are_alike(self, one: int, other: int) -> bool:
        """Whether two words begin alike, both with a capital or neither: the second goes on with the first's phrase."""
        words = self.reading.words
        return words[one][0].isupper() == words[other][0].isupper()

    def _whose(self, at: int) -> tuple[int, str | None, str | None]:
        """What stands after "of": the end of the phrase, the country, the organisation."""
        reading = self.reading
        start = at + (reading.lower[at : at + 1] != [] and reading.lower[at] in _ARTICLES)
        if start >= len(reading):
            return at, None, None
        hit = self.mentions.hit_at.get(start)
        if hit is not None and hit.first == start:
            entity = hit.entries[0].entity
            if not self._goes_on(hit, self._phrase_end(at)):
                country, body = _told(entity)
                return hit.last, country, body
        end = self._phrase_end(at)
        if end <= start:
            return at, None, None
        country, body = None, None
        within = [self.mentions.hit_at[token] for token in range(start, end) if token in self.mentions.hit_at]
        for inside in within:
            country = country or _told(inside.entries[0].entity)[0]
        if reading.lower[end : end + 1] in (["of"], ["for"]):
            further, of_country, of_body = self._whose(end + 1)
            country = country or of_country
        else:
            further, of_body = end, None
        label = self.mentions.label_at.get(end - 1)
        role = self.mentions.role_ending_at(end - 1)
        realm = reading.lemmas[end - 1] in self.words.realm_nouns
        if role is not None and role.kind == "person":
            return end, country, None
        named = any(reading.tags[token].startswith("NNP") for token in range(start, end))
        if not realm and (
            named or (label is not None and label[2] == "ORG") or (role is not None and role.kind == "body")
        ):
            body = reading.phrase(start, further if of_body is not None else end)
        return further, country, body or of_body

    def _goes_on(self, hit: NameHit, end: int) -> bool:
        """True for "the WPK Central Committee" and "the Chinese navy", false for "Russia Jane Roe"."""
        if end <= hit.last:
            return False
        entry = hit.entries[0]
        role = self.mentions.role_ending_at(end - 1)
        if entry.entity.kind == "state" and entry.form != "adjective":
            return role is not None and role.kind == "body"
        return not any(
            (token in self.mentions.label_at and self.mentions.label_at[token][2] == "PERSON")
            or (token in self.mentions.hit_at and self.mentions.hit_at[token].entries[0].entity.kind == "person")
            for token in range(hit.last, end)
        )

    def _before(self, left: int, first: int, noun: int) -> tuple[str | None, str | None]:
        """Country and organisation by the words before the noun: "Chinese", "WPK", "UN"."""
        country = organisation = None
        for token in range(left, noun):
            hit = self.mentions.hit_at.get(token)
            if hit is not None and hit.first == token:
                of_country, body = _told(hit.entries[0].entity)
                country, organisation = country or of_country, body or organisation
        named = self.mentions.label_at.get(left)
        if country is None and organisation is None and named is not None and named[2] == "ORG" and named[0] == left:
            if named[1] <= first:  # "Rostelecom President", and not the "Defence" of a minister's title
                organisation = self.reading.phrase(named[0], named[1])
        return country, organisation

    def _elsewhere(self, noun: int, country: str | None, organisation: str | None) -> tuple[str | None, str | None]:
        """What phrases further off tell, as the parser hangs them: "head, since May, of the Cuban central bank"."""
        for other in self.syntax.prepositional(noun, _LINKS):
            hit = self.mentions.hit_at.get(other)
            if hit is not None:
                of_country, body = _told(hit.entries[0].entity)
                country, organisation = country or of_country, organisation or body
        return country, organisation

    def _sent_to(self, noun: int, last: int) -> str | None:
        """Where an envoy is sent: the country after "to", "in" or "for"."""
        reading = self.reading
        if reading.lemmas[noun] not in self.language.envoy_nouns:
            return None
        for place in self.syntax.prepositional(noun, ("to", "in", "for")):
            hit = self.mentions.hit_at.get(place)
            if hit is not None and hit.entries[0].entity.country is not None:
                return hit.entries[0].entity.country
        stop = min(reading.sentences[reading.sentence_of[noun]].last, last + _REACH)
        sent = False
        for token in range(last, stop):
            if reading.words[token] in (",", ";", ":") or reading.tags[token][0] == "V":
                break
            sent = sent or reading.lower[token] == "to"
            hit = self.mentions.hit_at.get(token)
            if sent and hit is not None and hit.entries[0].entity.country is not None:
                return hit.entries[0].entity.country
        return None


def _told(entity: Entity) -> tuple[str | None, str | None]:
    """Country and organisation that a named thing tells as the owner of an office."""
    country = entity.country if entity.country and len(entity.country) == 3 else None
    return country, entity.name if entity.kind in _BODIES else None
