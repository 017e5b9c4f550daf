"""Who "I", "we", "you" and "our country" are: whoever speaks around the words, else whose text it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from dragoman.knowledge.almanac import Publisher
from dragoman.knowledge.gazetteer import words_of
from dragoman.knowledge.knowledge import Knowledge
from dragoman.model.claim import Party
from dragoman.model.dossier import Dossier
from dragoman.model.mention import Mention


@dataclass(slots=True)
class FirstPersons:
    """Answers for the pronouns and possessives of one article.

    `publisher` is the article's, where the almanac knows it; `leader` the head of the government whose own text it is.
    """

    dossier: Dossier
    knowledge: Knowledge
    leader: Party | None = None
    publisher: Publisher | None = field(init=False)
    _letters: list[tuple[int, Party, Party]] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        name = self.dossier.article.publisher
        self.publisher = self.knowledge.almanac.publisher_named(name) if name else None

    def is_first(self, mention: Mention) -> bool:
        """True for "I" and "we"."""
        return self._gender(mention) == "speaker"

    def is_second(self, mention: Mention) -> bool:
        """True for "you"."""
        return self._gender(mention) == "addressee"

    def is_government_text(self) -> bool:
        """Whether it is a government's own site."""
        return self.publisher is not None and self.publisher.kind == "government"

    def parties(self, mention: Mention, parties: tuple[Party, ...], speaker: Party | None) -> tuple[Party, ...]:
        """The parties of a mention, given what it was resolved to and who speaks around it, if anybody does."""
        letter = self._letter(mention)
        if letter is not None and (speaker is None or self._is_letter(speaker)):
            speaker = letter[0]
        elif speaker is None and self.is_first(mention) and self._is_plural(mention):
            joint = self._joint()
            if joint:
                return self._placed(mention, joint, "resolve.pronoun.joint", "speaks with others")
        speaker = speaker or self._writer(mention)
        if self.is_first(mention):
            found = (speaker,) if speaker is not None else parties
            return self._placed(mention, found, "resolve.pronoun.speaker", "is speaking")
        if self.is_second(mention):
            listener = letter[1] if letter is not None and speaker == letter[0] else self._listener(speaker)
            return self._placed(mention, (listener,), "resolve.pronoun.listener", "is spoken to") if listener else ()
        owner = self._gender_of(mention.words.split()[0]) if mention.form == "role" and mention.words else None
        if owner in ("speaker", "addressee") and all(party.country is None for party in parties):
            return self._owned(mention, parties, speaker if owner == "speaker" else self._listener(speaker))
        return parties

    def _gender(self, mention: Mention) -> str | None:
        return self._gender_of(mention.words) if mention.form == "pronoun" else None

    def _gender_of(self, word: str) -> str | None:
        pronoun = self.knowledge.language.pronouns.get(word.lower())
        if pronoun is None:
            return "addressee" if word.lower() == "your" else None
        return pronoun.gender

    def _writer(self, mention: Mention) -> Party | None:
        """Whose text it is: a government's own site says "I" for its head; it and a state's agency say "we"."""
        publisher = self.publisher
        if publisher is None or publisher.country is None or not (publisher.state or self.is_government_text()):
            return None
        if not self._is_plural(mention):
            author = self._author() if self.is_government_text() else None
            if author is not None or not self.is_government_text():
                return author  # "I" is no state
        state = self.knowledge.almanac.states.get(publisher.country)
        if state is None:
            return None
        return Party(state.name, 0, 0, "", f"state:{state.code}", state.code, "GOV", rule="resolve.pronoun.speaker")

    def _is_plural(self, mention: Mention) -> bool:
        pronoun = self.knowledge.language.pronouns.get(mention.words.split()[0].lower())
        return pronoun is None or pronoun.plural

    def _letter(self, mention: Mention) -> tuple[Party, Party] | None:
        """Who wrote to whom the message that the text before tells of: after that "I" and "you" are these."""
        if self._letters is None:
            self._letters = [*self._read_letters()]
        before = [letter for letter in self._letters if letter[0] < mention.sentence]
        return before[-1][1:] if before else None

    def _read_letters(self) -> Iterator[tuple[int, Party, Party]]:
        nouns = self.knowledge.language.letter_nouns
        for event in self.dossier.event_mentions:
            if event.type != "CONSULT" or len(event.actor) != 1 or len(event.recipient) != 1:
                continue
            writer, reader = (self.dossier.parties[each[0]] for each in (event.actor, event.recipient))
            if nouns.isdisjoint(event.evidence.text.lower().split()) or len(writer) != 1 or len(reader) != 1:
                continue
            yield event.sentence, writer[0], reader[0]

    def _is_letter(self, speaker: Party) -> bool:
        """Whether "the message" itself is what speaks."""
        return speaker.entity is None and not self.knowledge.language.letter_nouns.isdisjoint(
            speaker.name.lower().split()
        )

    def _joint(self) -> tuple[Party, ...]:
        """The states that speak together in a joint statement, as its title tells."""
        words = words_of(self.dossier.article.title or "")
        if self.knowledge.language.joint_words.isdisjoint(word.lower() for word in words):
            return ()
        found: dict[str, Party] = {}
        for hit in self.knowledge.almanac.names.find(words):
            state = self.knowledge.almanac.states.get(hit.entries[0].entity.country or "")
            if hit.entries[0].entity.kind == "state" and state is not None:
                found[state.code] = Party(state.name, 0, 0, "", f"state:{state.code}", state.code, "GOV")
        return tuple(found.values()) if len(found) > 1 else ()

    def _author(self) -> Party | None:
        """The one person of its country whom the title of a government's own text names, else its head."""
        country = self.publisher.country if self.publisher is not None else None
        named = [party for party in self.dossier.headline if party.country == country]
        return named[0] if len(named) == 1 else self.leader

    def _listener(self, speaker: Party | None) -> Party | None:
        """The other of the two whom the article is about, where one of them speaks."""
        pair = self.dossier.pair
        if speaker is None or len(pair) != 2:
            return None
        others = [party for party in pair if not _is_of(speaker, party)]
        return others[0] if len(others) == 1 else None

    def _owned(self, mention: Mention, parties: tuple[Party, ...], owner: Party | None) -> tuple[Party, ...]:
        """ "Our country", "your government": the owner's state or people; "our two countries" are those of the pair."""
        words = self.knowledge.language
        noun = (mention.role or "").rsplit(" ", 1)[-1]
        states = self.knowledge.almanac.states
        if owner is None or noun in words.foreign_nouns - words.state_nouns:
            return parties
        if noun in words.state_nouns and mention.plural:
            countries = tuple(dict.fromkeys(each.country for each in self.dossier.pair if each.country is not None))
            if len(countries) != 2 or owner.country not in countries:
                return parties
        else:
            countries = (owner.country,) if owner.country is not None else ()
        found: list[Party] = []
        for country in countries:
            state = states.get(country)
            if state is None:
                return parties
            if noun in words.state_nouns:
                party = Party(state.name, 0, 0, "", f"state:{state.code}", state.code, "GOV")
            else:
                party = replace(parties[0], country=state.code)
            found.extend(self._placed(mention, (party,), "resolve.possessive", f"is {owner.name}'s"))
        return tuple(found) or parties

    def _placed(self, mention: Mention, parties: Sequence[Party], rule: str, reason: str) -> tuple[Party, ...]:
        place = mention.passage
        return tuple(
            replace(party, start=place.start, end=place.end, text=place.text, rule=rule,
                    reason=f"{party.name} {reason}")
            for party in parties
        )  # fmt: skip


def _is_of(speaker: Party, party: Party) -> bool:
    """Whether the speaker is this party, its state, or one of its people."""
    if speaker.entity is not None and speaker.entity == party.entity:
        return True
    return speaker.name == party.name or (speaker.country is not None and speaker.country == party.country)
