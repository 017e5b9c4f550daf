"""Who a mention stands for: known names, people in their office on the day, short forms, pronouns.

Mentions are taken in the order of the text, so that a short form finds what was named in full before it. Where two
candidates fit, nobody is chosen and the party keeps its own words only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dragoman.knowledge.almanac import Almanac, Tenure
from dragoman.knowledge.gazetteer import Entity, fold, name_tokens
from dragoman.knowledge.language import Language
from dragoman.model.claim import Party
from dragoman.model.finding import StatementMention
from dragoman.model.mention import Mention
from dragoman.resolve.parties_known import (
    Known,
    again,
    bare,
    first_country,
    fits,
    fullness,
    name_words,
    only,
    party_of,
    same_office,
    was_near,
)

_BACK = 3  # sentences that a pronoun or short form looks back
_OBJECT_FORMS = frozenset({"him", "them", "it"})


@dataclass(slots=True)
class PartyResolver:
    """Resolves the mentions of one article; `day` is the ISO day of publication or None."""

    almanac: Almanac
    language: Language
    day: str | None
    home: str | None = None
    """The country of the government whose own text this is: "the President" without more is its own."""
    known: list[Known] = field(default_factory=list)
    best: dict[tuple[str | None, str], Party] = field(default_factory=dict)
    """The fullest party known by an entity and name: what a short form is filled up from."""

    def resolve(
        self, mentions: Sequence[Mention], statements: Sequence[StatementMention] = ()
    ) -> tuple[tuple[Party, ...], ...]:
        """Parties aligned with `mentions`; a mention nobody can be found for gives a party of its own words.

        `statements` tell who speaks: "he" in words that somebody passes on is the one whose words they are.
        """
        found: list[tuple[Party, ...]] = [()] * len(mentions)
        passed_on = [each for each in statements if each.via and each.speaker is not None]
        order = sorted(range(len(mentions)), key=lambda index: (mentions[index].first, -mentions[index].last))
        for index in order:
            mention = mentions[index]
            if mention.form == "pronoun":
                parties = self._passed_on(mention, passed_on, found) or self._pronoun(mention)
            else:
                parties = self._each_country(mention)
            found[index] = parties or (bare(mention, "resolve.none", "nobody in the article fits alone"),)
            if mention.form != "pronoun" or len(parties) == 1:
                self._remember(mention, found[index][0])
        return tuple(found)

    def _each_country(self, mention: Mention) -> tuple[Party, ...]:
        """One party, or one for each country of "the Turkish and Greek sides", "troops from Chad and Niger"."""
        if not mention.plural or len(mention.countries) < 2 or mention.form != "role":
            return (self._named(mention),)
        return tuple(self._named(replace(mention, countries=(country,))) for country in mention.countries)

    # ---- names and roles ------------------------------------------------------------------------------------------

    def _named(self, mention: Mention) -> Party:
        if mention.entity is not None:
            entity = self._entity(mention)
            if entity is not None:
                return self._of_entity(mention, entity)
        if mention.proper is not None and (mention.label == "PERSON" or mention.label is None):
            return self._person(mention)
        if mention.proper is not None:
            return party_of(
                mention, mention.proper, None, first_country(mention.countries), mention.sector, mention.role,
                "resolve.name.unknown", "a proper name that the almanac does not hold",
            )  # fmt: skip
        return self._role(mention)

    def _entity(self, mention: Mention) -> Entity | None:
        """The bearer of the name: the one that existed on the day, else the likeliest."""
        entries = self.almanac.names.look_up(mention.proper or mention.words)
        entities = [entry.entity for entry in entries] or [
            entry.entity for entry in self.almanac.names.look_up(mention.words)
        ]
        if not entities:
            hits = self.almanac.names.find(name_tokens(mention.words))
            entities = [entry.entity for hit in hits for entry in hit.entries if entry.entity.id == mention.entity]
        day = self.day
        if day is not None:
            living = [
                entity for entity in entities
                if (entity.since is None or entity.since <= day) and (entity.until is None or day < entity.until)
            ]  # fmt: skip
            entities = living or entities
        if day is not None and len(entities) > 1 and all(entity.kind == "person" for entity in entities):
            sitting = [entity for entity in entities if self.almanac.offices_on(entity.id, day)]
            entities = sitting or entities
        if len(entities) > 1 and mention.countries:
            same = [entity for entity in entities if entity.country in mention.countries[1:]]
            entities = same or entities
        return entities[0] if entities else None

    def _of_entity(self, mention: Mention, entity: Entity) -> Party:
        if entity.kind == "person":
            return self._known_person(mention, entity.id, entity.name, "resolve.person.name", "known by full name")
        sector = mention.sector or entity.sector
        rule = mention.rule.replace("mention.", "resolve.", 1)
        if entity.kind == "state":
            reason = {
                "capital": f"a capital named for its government ({entity.name})",
                "seat": f"a seat of government named for it ({entity.name})",
                "adjective": f"nationality adjective of {entity.name}",
                "demonym": f"people of {entity.name}",
                "city": f"a city of {entity.name}",
            }.get(mention.rule.rsplit(".", 1)[-1], "a state's name")
            if mention.role is None and mention.rule.endswith((".name", ".capital", ".seat", ".adjective")):
                sector = sector or "GOV"
            elif mention.role is None and mention.rule.endswith(".demonym"):
                sector = sector or "CVL"
        else:
            reason = f"a known {entity.kind}"
        country = entity.country or first_country(mention.countries)
        return party_of(mention, entity.name, entity.id, country, sector, None, rule, reason)

    def _person(self, mention: Mention) -> Party:
        proper = mention.proper or mention.words
        before = self._named_before(proper)
        if not before and proper.endswith("s"):
            before = self._named_before(proper[:-1])  # "the Choes statement": an apostrophe was lost
        fitting = {(known.party.entity, known.party.name): known for known in before}
        if mention.countries:
            fitting = {
                key: known for key, known in fitting.items() if known.party.country in (None, *mention.countries)
            }
        if len(fitting) == 1:
            party = self._fullest(before[-1].party)
            return party_of(mention, party.name, party.entity, party.country or first_country(mention.countries),
                          party.sector or mention.sector, mention.role or party.office,
                          "resolve.person.short-name", f"short for {party.name}, named before")  # fmt: skip
        if len(proper.split()) == 1 and not fitting:
            tenure = self._by_surname(proper, mention)
            if tenure is not None:
                return self._known_person(mention, tenure.person, tenure.name, "resolve.person.surname",
                                          f"the only {proper} known in office then")  # fmt: skip
        return party_of(mention, proper, None, first_country(mention.countries), mention.sector, mention.role,
                      "resolve.person.unknown", "a person whom the almanac does not hold")  # fmt: skip

    def _named_before(self, proper: str) -> list[Known]:
        words = name_words(proper)
        return [known for known in self.known if known.person and words and words <= known.words]

    def _by_surname(self, surname: str, mention: Mention) -> Tenure | None:
        """The one person of this surname who was in office on the day, or lately; with a title, in that office."""
        candidates: dict[str, Tenure] = {}
        for person in self.almanac.surnames.get(fold(surname), ()):
            for tenure in self.almanac.tenures[person]:
                if mention.countries and tenure.country not in mention.countries:
                    continue
                if mention.role is not None and not same_office(mention.role, tenure.title):
                    continue
                if self.day is None or was_near(tenure, self.day) or mention.role is not None:
                    candidates[person] = tenure
        if len(candidates) > 1 and self.day is not None:
            sitting = {person: tenure for person, tenure in candidates.items() if tenure.covers(self.day)}
            lately = {person: tenure for person, tenure in candidates.items() if was_near(tenure, self.day)}
            candidates = sitting or lately or candidates
        return next(iter(candidates.values())) if len(candidates) == 1 else None

    def _known_person(self, mention: Mention, person: str, name: str, rule: str, reason: str) -> Party:
        held = self.almanac.offices_on(person, self.day)
        told = first_country(mention.countries)
        if told is not None and held and told not in {tenure.country for tenure in held}:
            held = ()  # the article speaks of another time of this life ("Chilean President Bachelet")
        held = tuple(tenure for tenure in held if "shared" not in (tenure.note or "")) or held
        tenures = held or self.almanac.tenures.get(person, ())[-1:]
        country = told or (tenures[-1].country if tenures else None)
        office = held[-1].title if held else mention.role
        sector = mention.sector or ("GOV" if held else "ELI")
        if held:
            reason = f"{reason}; {held[-1].title} since {held[-1].since}"
        return party_of(mention, name, person, country, sector, office, rule, reason)

    def _role(self, mention: Mention) -> Party:
        country = first_country(mention.countries)
        if mention.definite and not mention.plural and mention.role is not None and " of " not in mention.words:
            same = self._same_role(mention)
            if same is not None:
                return party_of(mention, same.name, same.entity, same.country, same.sector, same.office or mention.role,
                              "resolve.role.before", f"{same.name} was named in that office before")  # fmt: skip
        at_home = country is None and self._is_own_office(mention)
        if at_home:
            country = self.home
        if country is not None and mention.role is not None and self.day is not None and not mention.plural:
            holders = {tenure.person: tenure for tenure in self.almanac.holders(country, mention.role, self.day)}
            if mention.role == "leader":
                leaders = self.almanac.leaders(country, self.day)
                holders = {tenure.person: tenure for tenure in leaders if tenure.office == "ruler"} or {
                    tenure.person: tenure for tenure in leaders
                }
            if len(holders) == 1:
                tenure = next(iter(holders.values()))
                return party_of(mention, tenure.name, tenure.person, country, mention.sector, tenure.title,
                              "resolve.office.tenure", f"{tenure.title} of {country} on {self.day}")  # fmt: skip
        reason = f"role noun of {country}" if country else "role noun without a country"
        rule = "resolve.role.home" if at_home else "resolve.role"
        return party_of(mention, mention.words, None, country, mention.sector, mention.role, rule, reason)

    def _is_own_office(self, mention: Mention) -> bool:
        """True for "the President", "the Government" in a government's own text; envoys and allies are others'."""
        if self.home is None or mention.plural or mention.role is None or mention.role_kind == "thing":
            return False
        foreign = mention.role.rsplit(" ", 1)[-1] in self.language.foreign_nouns
        return mention.definite and mention.sector == "GOV" and not foreign

    def _same_role(self, mention: Mention) -> Party | None:
        """The one person named before whose office ends in the same noun and whose country does not contradict."""
        noun = (mention.role or "").rsplit(" ", 1)[-1]
        found: dict[tuple[str | None, str], Party] = {}
        for known in self.known:
            party = known.party
            if not known.person or not known.named or known.plural or party.office is None:
                continue
            if mention.countries and party.country not in mention.countries:
                continue
            if noun == "leader" and mention.countries:
                if self.day is None or not any(
                    tenure.person == party.entity for tenure in self.almanac.leaders(mention.countries[0], self.day)
                ):
                    continue
            elif party.office.rsplit(" ", 1)[-1].lower() != noun:
                continue
            found[party.entity, party.name] = party
        if len(found) > 1 and self.home is not None and not mention.countries:
            found = {key: party for key, party in found.items() if party.country == self.home}
        return next(iter(found.values())) if len(found) == 1 else None

    # ---- pronouns and short forms ------------------------------------------------------------------------------------

    def _passed_on(
        self, mention: Mention, statements: Sequence[StatementMention], found: Sequence[tuple[Party, ...]]
    ) -> tuple[Party, ...]:
        """The speaker of words that somebody else conveys, for "he" and "she" as a subject inside them."""
        pronoun = self.language.pronouns.get(mention.words.lower())
        if pronoun is None or pronoun.gender not in ("man", "woman") or not mention.subject:
            return ()
        for statement in statements:
            inside = any(part.start <= mention.passage.start < part.end for part in statement.content)
            speaker = found[statement.speaker] if inside and statement.speaker is not None else ()
            if len(speaker) == 1:
                reason = f"{speaker[0].name}'s words are passed on here"
                return (again(mention, self._fullest(speaker[0]), "resolve.pronoun.passed-on", reason),)
        return ()

    def _pronoun(self, mention: Mention) -> tuple[Party, ...]:
        words = mention.words.lower()
        short = self.language.short_forms.get(words)
        if short is not None:
            meant = self._short_form(mention, short.number, short.kind)
            return meant or ((self._role(mention),) if mention.role is not None else ())
        pronoun = self.language.pronouns.get(words)
        if pronoun is None or pronoun.gender == "speaker":
            return ()
        wanted = "person" if pronoun.gender in ("man", "woman") else "thing" if pronoun.gender == "thing" else "many"
        acted_on = words in _OBJECT_FORMS and not mention.subject  # "thanked him": not the one who thanks
        for back in range(_BACK):
            near = [
                known for known in self.known
                if known.sentence == mention.sentence - back and known.first < mention.first and fits(known, wanted)
                and not (acted_on and back == 0 and known.subject)
            ]  # fmt: skip
            chosen = only(near) or only([known for known in near if known.subject])
            if chosen is not None:
                rule = "resolve.pronoun.subject" if len(near) > 1 else "resolve.pronoun.only"
                return (again(mention, self._fullest(chosen.party), rule, f"goes back to {chosen.party.name}"),)
            if wanted == "many" and not near:
                sentence = mention.sentence - back
                together = self._acting_together(mention, sentence) or self._two_people(mention, sentence)
                if together:
                    return together
            if near:
                return ()
        return ()

    def _two_people(self, mention: Mention, sentence: int) -> tuple[Party, ...]:
        """The two people named in a sentence, where there are just two ("Macron met Albanese. They ...")."""
        people = {
            (known.party.entity, known.party.name): known.party
            for known in self.known
            if known.sentence == sentence and known.first < mention.first
            and known.person and known.named and not known.plural
        }  # fmt: skip
        if len(people) != 2:
            return ()
        names = " and ".join(party.name for party in people.values())
        return tuple(
            again(mention, self._fullest(party), "resolve.pronoun.two", f"goes back to {names}")
            for party in people.values()
        )

    def _acting_together(self, mention: Mention, sentence: int) -> tuple[Party, ...]:
        """Those who act together in a sentence ("Iran and Oman said they ..."): whom "they" means."""
        acting = {
            (known.party.entity, known.party.name): known.party
            for known in self.known
            if known.sentence == sentence and known.first < mention.first and known.subject
        }
        if len(acting) < 2:
            return ()
        names = " and ".join(party.name for party in acting.values())
        return tuple(
            again(mention, self._fullest(party), "resolve.pronoun.together", f"goes back to {names}")
            for party in acting.values()
        )

    def _short_form(self, mention: Mention, number: str, kind: str) -> tuple[Party, ...]:
        count = {"1": 1, "2": 2, "3": 3}.get(number)
        if count is None:
            return self._many(mention, kind)
        if count == 1:
            return self._one_short_form(mention, kind)
        if kind == "parties":  # "both sides": those who were last told to act together
            for back in range(_BACK):
                together = self._acting_together(mention, mention.sentence - back)
                if len(together) == count:
                    return together
        persons = kind == "persons"
        found: dict[str, Party] = {}
        for known in reversed(self.known):
            if known.sentence < mention.sentence - _BACK and len(found) < count:
                return ()
            if known.first >= mention.first or known.plural:
                continue
            party = known.party
            key = party.name if persons else party.country
            if key is None or known.person != persons or key in found:
                continue
            found[key] = party
            if len(found) == count:
                break
        if len(found) < count:
            return ()
        parties = [party if persons else self._state_of(party) for party in reversed(found.values())]
        return tuple(
            again(mention, party, "resolve.short-form", f"the last {count} named before: {party.name}")
            for party in parties
        )

    def _many(self, mention: Mention, kind: str) -> tuple[Party, ...]:
        """ "The sides", "the leaders": those last told to act together, else the two of the nearest sentence."""
        if kind not in ("parties", "persons", "countries"):
            return ()
        for back in range(_BACK):
            sentence = mention.sentence - back
            together = self._acting_together(mention, sentence)
            if together:
                return together
            near = {
                (known.party.entity, known.party.name): known.party
                for known in self.known
                if known.sentence == sentence and known.first < mention.first and not known.plural and known.named
                and (known.person if kind == "persons" else known.party.country is not None)
            }  # fmt: skip
            if len(near) == 2:
                names = " and ".join(party.name for party in near.values())
                return tuple(
                    again(mention, self._fullest(party), "resolve.short-form", f"goes back to {names}")
                    for party in near.values()
                )
            if near:
                return ()
        return ()

    def _one_short_form(self, mention: Mention, kind: str) -> tuple[Party, ...]:
        prefix = {"country": "state:", "organisation": "org:", "government": "state:", "agency": "publisher:"}.get(kind)
        if prefix is None:
            return ()
        near = [
            known for known in self.known
            if mention.sentence - 1 <= known.sentence and known.first < mention.first
            and (known.party.entity or "").startswith(prefix)
        ]  # fmt: skip
        if not mention.subject:  # "it supports the country": whoever acts in the sentence means somebody else
            acting = {known.party.entity for known in near if known.subject and known.sentence == mention.sentence}
            near = [known for known in near if known.party.entity not in acting]
        names = {known.party.entity: known for known in near}
        if len(names) != 1:
            latest = [known for known in near if known.sentence == mention.sentence]
            last = only(latest)
            if last is None:
                return ()
            names = {last.party.entity: last}
        party = next(iter(names.values())).party
        return (again(mention, party, "resolve.short-form", f"the only one named just before: {party.name}"),)

    def _state_of(self, party: Party) -> Party:
        state = self.almanac.states.get(party.country or "")
        if state is None or party.entity == f"state:{state.code}":
            return party
        return Party(state.name, party.start, party.end, party.text, f"state:{state.code}", state.code, "GOV")

    def _fullest(self, party: Party) -> Party:
        return self.best.get((party.entity, party.name), party)

    def _remember(self, mention: Mention, party: Party) -> None:
        key = party.entity, party.name
        if fullness(party) >= fullness(self.best.get(key)):
            self.best[key] = party
        person = (party.entity or "").startswith("person:")
        if party.entity is None:
            person = mention.label == "PERSON" or (mention.proper is None and mention.role_kind == "person")
        self.known.append(
            Known(
                party=party,
                words=name_words(party.name),
                sentence=mention.sentence,
                subject=mention.subject and mention.form != "adjective",
                person=person,
                plural=mention.plural,
                named=mention.proper is not None or party.entity is not None,
                definite=mention.definite,
                first=mention.first,
            )
        )
