"""Whom pronouns and definite short forms go back to: "they", "both sides", "the two leaders", "the country"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dragoman.knowledge.almanac import Almanac
from dragoman.knowledge.language import Language
from dragoman.model.claim import Party
from dragoman.model.mention import Mention
from dragoman.resolve.parties_known import Known, again, distinct, fits, only

_BACK = 3  # sentences that a pronoun or short form looks back
_OBJECT_FORMS = frozenset({"him", "them", "it"})


@dataclass(slots=True)
class GoingBack:
    """Finds who was named before; `known` and `best` are the resolver's own and grow as it goes on.

    `company` are those told to do something with each other, as ``(sentence, parties)`` in the order of the text, and
    `pair` the two whom the whole article is about, if there are such two.
    """

    almanac: Almanac
    language: Language
    known: list[Known]
    best: dict[tuple[str | None, str], Party]
    company: list[tuple[int, tuple[Party, ...]]] = field(default_factory=list)
    pair: tuple[Party, ...] = ()

    def fullest(self, party: Party) -> Party:
        """The fullest party known by this entity and name."""
        return self.best.get((party.entity, party.name), party)

    # ---- pronouns -----------------------------------------------------------------------------------------------

    def pronoun(self, mention: Mention) -> tuple[Party, ...]:
        """Whom a pronoun of the third person means; nobody where several fit alike."""
        words = mention.words.lower()
        pronoun = self.language.pronouns.get(words)
        if pronoun is None or pronoun.gender in ("speaker", "addressee"):
            return ()
        wanted = "person" if pronoun.gender in ("man", "woman") else "thing" if pronoun.gender == "thing" else "many"
        acted_on = words in _OBJECT_FORMS and not mention.subject  # "thanked him": not the one who thanks
        for back in range(_BACK):
            near = [
                known for known in self._named_in(mention, mention.sentence - back)
                if fits(known, wanted) and not (acted_on and back == 0 and known.subject)
            ]  # fmt: skip
            if wanted == "many":
                meant = self._several(mention, near, mention.sentence - back)
                if meant:
                    return meant
                continue
            chosen = only(near) or only([known for known in near if known.subject])
            if chosen is not None:
                rule = "resolve.pronoun.subject" if len(near) > 1 else "resolve.pronoun.only"
                return self._again(mention, chosen.parties, rule)
            first = next((known for known in near if known.subject), None)
            if first is not None and back and mention.subject and wanted == "person":
                return self._again(mention, first.parties, "resolve.pronoun.first")
            if near:
                return ()
        if wanted == "many" and mention.subject and self.pair:
            return self._again(mention, self.pair, "resolve.pronoun.pair")
        return ()

    def _several(self, mention: Mention, near: Sequence[Known], sentence: int) -> tuple[Party, ...]:
        """Whom "they" means in one sentence: those who act together there, else the only people named there."""
        subjects = [known for known in near if known.subject]
        together = self._acting_together(mention, sentence)
        if together and not subjects:
            return self._again(mention, together, "resolve.pronoun.together")
        if mention.subject and not subjects and sentence < mention.sentence:  # the acting ones go on acting
            two = self._two_people(mention, sentence) or (self.pair if near else ())
            if two:
                return self._again(mention, two, "resolve.pronoun.two")
        chosen = only(near) or only(subjects)
        if chosen is not None:
            rule = "resolve.pronoun.subject" if len(near) > 1 else "resolve.pronoun.only"
            return self._again(mention, chosen.parties, rule)
        if near:
            return ()
        two = self._two_people(mention, sentence)
        return self._again(mention, two, "resolve.pronoun.two") if two else ()

    def _two_people(self, mention: Mention, sentence: int) -> tuple[Party, ...]:
        """The two people named in a sentence, where there are just two ("Macron met Albanese. They ...")."""
        people = distinct(
            known.party for known in self._named_in(mention, sentence)
            if known.person and known.named and not known.plural
        )  # fmt: skip
        return people if len(people) == 2 else ()

    # ---- short forms --------------------------------------------------------------------------------------------

    def short_form(self, mention: Mention, number: str, kind: str) -> tuple[Party, ...]:
        """Whom a definite short form means ("the two countries"), in the order in which they were named."""
        count = {"1": 1, "2": 2, "3": 3}.get(number)
        if count == 1:
            return self._one(mention, kind)
        if kind not in ("parties", "persons", "countries"):
            return ()
        meant = self._several_of(mention, kind, count)
        if not meant and count is not None:
            meant = self._last_named(mention, kind, count)
        if kind == "countries":
            meant = tuple(self.state_of(party) for party in meant)
        return self._again(mention, meant, "resolve.short-form")

    def _several_of(self, mention: Mention, kind: str, count: int | None) -> tuple[Party, ...]:
        """Those who act together nearest before, else the pair that the article is about; `count` None for any."""
        acting = self._acting_on(mention)
        for back in range(_BACK):
            sentence = mention.sentence - back
            options = [self._states_in(mention, sentence)] if kind == "countries" else []
            options.append(self._acting_together(mention, sentence))
            for parties in options:
                fitting = self._of_kind(parties, kind)
                if any(party.name in acting for party in fitting):
                    continue
                if (len(fitting) == count) if count is not None else len(fitting) > 1:
                    return fitting
            if kind == "persons" and count in (None, 2):
                two = self._two_people(mention, sentence)
                if two and self._apart(two):
                    return two
        fitting = self._of_kind(self.pair, kind)
        if any(party.name in acting for party in fitting):
            return ()
        return fitting if len(fitting) > 1 and count in (None, len(fitting)) else ()

    def _acting_on(self, mention: Mention) -> frozenset[str]:
        """Who acts where a mention is acted on: "praised both sides" means others than who praises."""
        if not mention.acted_on:
            return frozenset()
        return frozenset(
            known.party.name
            for known in self._named_in(mention, mention.sentence)
            if known.subject and not known.plural
        )

    def _of_kind(self, parties: Iterable[Party], kind: str) -> tuple[Party, ...]:
        """Those of some parties that are persons, or stand for countries, one for each country."""
        if kind == "persons":
            return tuple(party for party in parties if is_person(party))
        if kind == "parties":
            return tuple(parties)
        found: dict[str, Party] = {}
        for party in parties:
            if party.country in self.almanac.states:
                found.setdefault(party.country or "", party)
        return tuple(found.values())

    def _apart(self, parties: Sequence[Party]) -> bool:
        """Whether no two are known to be of one country: leaders who meet are not."""
        countries = [party.country for party in parties if party.country is not None]
        return len(set(countries)) == len(countries)

    def _states_in(self, mention: Mention, sentence: int) -> tuple[Party, ...]:
        """The states whose names or adjectives stand in a sentence before the mention."""
        return distinct(
            known.party for known in self._named_in(mention, sentence)
            if (known.party.entity or "").startswith("state:") and known.party.country is not None
        )  # fmt: skip

    def _acting_together(self, mention: Mention, sentence: int) -> tuple[Party, ...]:
        """Those who act together in a sentence: coordinated subjects ("Iran and Oman said"), else who met there."""
        rows: dict[int, list[Party]] = {}
        for known in self._named_in(mention, sentence):
            if known.subject:
                rows.setdefault(known.row, []).extend(known.parties)
        for row in sorted(rows, reverse=True):
            together = distinct(rows[row])
            if len(together) > 1:
                return together
        for where, parties in reversed(self.company):
            if where == sentence and any(party.start < mention.passage.start for party in parties):
                return parties
        return ()

    def _last_named(self, mention: Mention, kind: str, count: int) -> tuple[Party, ...]:
        """The last `count` that were named, within a few sentences."""
        persons = kind == "persons"
        found: dict[str, Party] = {}
        for known in reversed(self.known):
            if known.sentence < mention.sentence - _BACK:
                return ()
            party = known.party
            key = party.name if persons else party.country
            if known.first >= mention.first or known.plural or key is None or key in found or known.person != persons:
                continue
            found[key] = party
            if len(found) == count:
                break
        if len(found) < count:
            return ()
        parties = tuple(reversed(found.values()))
        return parties if persons else tuple(self.state_of(party) for party in parties)

    def _one(self, mention: Mention, kind: str) -> tuple[Party, ...]:
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
        last = only(near) or only([known for known in near if known.sentence == mention.sentence])
        return self._again(mention, (last.party,), "resolve.short-form") if last is not None else ()

    # ---- shared -------------------------------------------------------------------------------------------------

    def state_of(self, party: Party) -> Party:
        """The state of a party, or the party itself where it has none."""
        state = self.almanac.states.get(party.country or "")
        if state is None or party.entity == f"state:{state.code}":
            return party
        return Party(state.name, party.start, party.end, party.text, f"state:{state.code}", state.code, "GOV")

    def _named_in(self, mention: Mention, sentence: int) -> list[Known]:
        return [known for known in self.known if known.sentence == sentence and known.first < mention.first]

    def _again(self, mention: Mention, parties: Sequence[Party], rule: str) -> tuple[Party, ...]:
        reason = "goes back to " + " and ".join(party.name for party in parties)
        return tuple(again(mention, self.fullest(party), rule, reason) for party in parties)


def is_person(party: Party) -> bool:
    """A known person, or somebody with a person's name."""
    if party.entity is not None:
        return party.entity.startswith("person:")
    return (party.rule or "").startswith("resolve.person")
