"""Where people act of whom no country is said: police, troops, ministers are at home where the article is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from dragoman.knowledge.gazetteer import name_tokens
from dragoman.knowledge.knowledge import Knowledge
from dragoman.model.claim import Party
from dragoman.model.dossier import Dossier
from dragoman.model.finding import EventMention
from dragoman.resolve.parties_speaker import FirstPersons

# Sectors whose members act at home unless the text says otherwise: "police arrested protesters".
_DOMESTIC = frozenset(
    {
        "GOV", "COP", "MIL", "JUD", "LEG", "OPP", "CVL", "LAB", "EDU", "REL", "SOC", "PTY", "REB", "UAF", "PRM", "CRM",
        "MED", "AGR", "BUS", "ELI",
    }
)  # fmt: skip

# Those among them who as a rule deal with their own state, and the types of events that they have with others.
_INSIDERS = frozenset({"REB", "OPP", "CVL", "LAB", "PTY", "SOC", "EDU", "REL", "COP", "CRM", "MED", "AGR"})
_ACROSS_BORDERS = frozenset({"ASSAULT", "MOBILIZE", "AID"})


def given_country(
    parties: tuple[Party, ...], country: str, rule: str, reason: str, wanted: Callable[[Party], bool]
) -> tuple[Party, ...]:
    """The parties, those that are `wanted` with this country and why."""
    return tuple(
        replace(party, country=country, rule=rule, reason=reason) if wanted(party) else party for party in parties
    )


@dataclass(slots=True)
class AtHome:
    """Answers for the parties of one article; `first` knows whose own text it is."""

    dossier: Dossier
    knowledge: Knowledge
    first: FirstPersons
    _shown: dict[int, list[tuple[str, int]]] | None = field(init=False, default=None)
    _told: set[str | None] | None = field(init=False, default=None)

    def setting(self) -> dict[int, str]:
        """The country in which people without one act, by sentence; none where another state is spoken of."""
        home = self.publisher_country() or self.dateline_country()
        if home is None:
            return {}
        shown = {sentence: {code for code, _ in found} for sentence, found in self._states_shown().items()}
        own = self.publisher_country() is not None
        if own and self._abroad((), home):
            return {}
        return {
            sentence: home for sentence, codes in shown.items()
            if codes <= {home} and (own or shown.get(sentence - 1, set()) <= {home})
        }  # fmt: skip

    def resolved_at_home(
        self, parties: tuple[Party, ...], others: Iterable[Party], event: EventMention, home: str | None
    ) -> tuple[Party, ...]:
        """Parties that act at home and show no country, with one: the sentence's only one, else that of the article.

        A country that stands in the sentence for the other side alone is not theirs.
        """
        if home is not None and self.first.is_government_text():
            reason = f"an official of {home}, whom its own text names without a country"
            parties = given_country(parties, home, "resolve.country.own", reason, self._is_own_official)
        parties = self._insiders(parties, event)
        if not any(self.lacks_country(party) for party in parties):
            return parties
        opposite = {party.start for party in others}
        here, before = (self._countries_in(event.sentence - back, opposite) for back in (0, 1))
        if home is not None and self.first.is_government_text():
            if self._abroad(here, home):
                return parties  # whoever meets there need not be of this country
            country, rule = home, "resolve.country.article"
        elif home is not None and self.publisher_country() == home and not self._abroad(here, home):
            country, rule = home, "resolve.country.article"
        elif len(here) == 1:
            country, rule = here[0], "resolve.country.sentence"
        elif not here and len(before) == 1:
            country, rule = before[0], "resolve.country.before"
        elif not here and not before and home is not None:
            country, rule = home, "resolve.country.article"
        else:
            return parties
        reason = f"acts at home: {country} is where this happens"
        return given_country(parties, country, rule, reason, self.lacks_country)

    def _insiders(self, parties: tuple[Party, ...], event: EventMention) -> tuple[Party, ...]:
        """Parties with the country of the sentence's only state, for those who deal with their own government.

        Rebels, unions, protesters, police; whom troops attack and whom aid reaches may be of any country.
        """
        lacking = [party for party in parties if party.sector in _INSIDERS and self.lacks_country(party)]
        if not lacking or event.type in _ACROSS_BORDERS:
            return parties
        shown = self._countries_in(event.sentence, set())
        if len(shown) != 1 or self._abroad((), shown[0]):
            return parties
        reason = f"deals with its own state: {shown[0]} is the only one spoken of"
        return given_country(parties, shown[0], "resolve.country.insider", reason, lacking.__contains__)

    def _is_own_official(self, party: Party) -> bool:
        """True for somebody unknown in an office that a government's own text gives a country if it is another's."""
        if party.country is not None or party.entity is not None or party.rule != "resolve.person.unknown":
            return False
        return (party.office or "").rsplit(" ", 1)[-1] in self.knowledge.language.own_offices

    def _abroad(self, here: Iterable[str], home: str) -> set[str]:
        """The other states that the sentence or the article's title shows."""
        if self._told is None:
            title = self.dossier.article.title
            hits = self.knowledge.almanac.names.find(name_tokens(title)) if title else []
            self._told = {hit.entries[0].entity.country for hit in hits if hit.entries[0].entity.kind == "state"}
            self._told.update(party.country for party in self.dossier.headline)
        return {country for country in (*here, *self._told) if country is not None and country != home}

    def lacks_country(self, party: Party) -> bool:
        """True for people at home of whom no country is said; allies and envoys are at home elsewhere."""
        unknown_person = party.rule == "resolve.person.unknown" and self.publisher_country() is not None
        if party.country is not None or party.entity is not None:
            return False
        if party.sector not in _DOMESTIC and not unknown_person:
            return False
        if party.rule in ("resolve.none", "resolve.role.owned"):
            return False
        language = self.knowledge.language
        noun = (party.office or "").rsplit(" ", 1)[-1]
        if noun in language.summit_nouns and party.text.lower().endswith("s"):
            return False  # "defence ministers" who meet are of several countries
        return noun not in language.foreign_nouns and language.abroad_words.isdisjoint(party.text.lower().split())

    def _countries_in(self, sentence: int, opposite: set[int]) -> list[str]:
        """The states that a sentence shows, those of mentions that begin at `opposite` left out."""
        shown = self._states_shown().get(sentence, ())
        return list(dict.fromkeys(code for code, start in shown if start not in opposite))

    def _states_shown(self) -> dict[int, list[tuple[str, int]]]:
        """By sentence the states that its mentions belong to, each with where the mention begins."""
        if self._shown is None:
            self._shown = {}
            for mention, parties in zip(self.dossier.mentions, self.dossier.parties, strict=True):
                here = self._shown.setdefault(mention.sentence, [])
                for party in parties:
                    if party.country is not None and party.country in self.knowledge.almanac.states:
                        here.append((party.country, mention.passage.start))
        return self._shown

    def publisher_country(self) -> str | None:
        """The country of a government's own site or a state's agency: what they tell without a country is at home."""
        publisher = self.first.publisher
        return publisher.country if publisher is not None and publisher.state else None

    def dateline_country(self) -> str | None:
        place = self.dossier.article.dateline_place
        if place is None:
            return None
        for name in reversed([place, *(part.strip() for part in place.split(","))]):
            for entry in self.knowledge.almanac.names.look_up(name):
                if entry.entity.country:
                    return entry.entity.country
        return None
