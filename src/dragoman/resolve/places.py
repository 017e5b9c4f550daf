"""Decides which place on the map each name of a place means, by what the article says around it."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from dragoman.knowledge.knowledge import Knowledge
from dragoman.knowledge.places import City, distance_km
from dragoman.model.article import Article
from dragoman.model.claim import Place
from dragoman.model.place import PlaceMention

_CANDIDATES = 25  # places of one name that are weighed: "Springfield" has more, the rest are hamlets
# How well known a place is, on the scale of the logarithm of its people. A state or region is named oftener than a town
# of its name unless the text says otherwise: above all but the greatest cities.
_STATE = 8.0
_REGION = 7.2
_COUNTY = 5.0
_HAMLET = 1000.0  # people added to every town, so that the smallest and those of unknown size do not fall to nothing
_CAPITAL = 0.5  # a capital is written of three times as often as another city of its size
# What the other names of the article add. Two neighbouring names in one division outweigh a hundredfold difference in
# people, but no number of them can make a city of millions lose to a hamlet by its country alone.
_DIVISION_VOTE, _DIVISION_MOST = 1.0, 3.0
_COUNTRY_VOTE, _COUNTRY_MOST = 0.5, 1.5
_LIST_VOTE = 0.75  # "Turkey, Armenia and Georgia", "Alabama, Florida and Georgia"
_FOCUS = 4.0  # divisions that share an article's attention before each counts less
_NEAR_VOTE = 3.0  # as much as the division can add
_NEAR_SHARE = 2.0  # half of an article's other places nearby show as much as all of them
_NEAR_KM = 150.0  # the distance at which a neighbour counts a third: a day's drive there and back
_ADJECTIVE_VOTE = 0.5  # "Georgian officials" shows less of where a town lies than "Georgia" does
_DATELINE_VOTE = 1.5
_REGION_KM = 450.0  # as far as a place may lie from the point of the region that holds it; most are smaller than that
_AREA_KM = 2500.0  # the same for seas, continents and the like
_SECOND_SENSE = 2.0  # the state of New York is less often meant than the city, unless something lies in it
_NAMESAKE = 0.7  # a US state named like a country
_OTHER_NAME = 4.0  # Huntsville was once called Twickenham; where others bear the name itself, such a name is forgotten
_LISTED = 0.8  # the almanac lists it among the cities that stand for their states
_SIDED = 5.0  # a hundred thousand people
_VILLAGE = 4.7  # fifty thousand people: bigger towns are in the news of other countries too
_NAMED, _ABROAD = 0.1, 2.0  # votes that show that a country is named, and that others are

_Kind = Literal["state", "region", "city", "county"]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """One place that a name may mean; `weight` is how well known it is, `division` GeoNames' code in its country."""

    name: str
    kind: _Kind
    country: str | None
    lat: float
    lon: float
    weight: float
    division: str = ""
    geonames: int | None = None
    wide: bool = False
    """A sea, a continent or an area: it lies in no one place."""


def resolve_places(found: Sequence[PlaceMention], article: Article, knowledge: Knowledge) -> tuple[Place, ...]:
    """A place for each mention, in the same order; one that nobody knows keeps its words and has no point.

    One name means one place throughout an article unless the text puts it elsewhere ("Paris, Texas"). `rule` of each
    place tells why: what the text says outright, the country or region the article is about, its neighbours, or, where
    nothing else is known, the number of people.
    """
    return _Resolver(found, article, knowledge).resolve() if found else ()


@dataclass(slots=True)
class _Resolver:
    found: Sequence[PlaceMention]
    article: Article
    knowledge: Knowledge
    candidates: dict[str, tuple[_Candidate, ...]] = field(default_factory=dict)
    division_votes: dict[tuple[str | None, str], float] = field(default_factory=lambda: defaultdict(float))
    division_totals: dict[str | None, float] = field(default_factory=lambda: defaultdict(float))
    country_votes: dict[str | None, float] = field(default_factory=lambda: defaultdict(float))
    cast: dict[str, dict[tuple[str | None, str], float]] = field(default_factory=dict)
    """What each name has voted, so that it is not its own witness."""
    beside: dict[str, Counter[tuple[_Kind, str | None]]] = field(default_factory=dict)
    """The kinds (and, for regions, countries) of the names that stand directly beside each name."""
    stated: dict[str, _Candidate] = field(default_factory=dict)
    chosen: dict[str, tuple[_Candidate, str]] = field(default_factory=dict)

    def resolve(self) -> tuple[Place, ...]:
        for mention in self.found:
            if mention.name not in self.candidates:
                self.candidates[mention.name] = self._candidates(mention)
        own = [self._outright(index, 0) for index in range(len(self.found))]
        for mention, stated in zip(self.found, own, strict=True):
            if stated is not None:
                self.stated.setdefault(mention.name, stated[0])
        self._vote()
        self._note_lists()
        for name, candidates in self.candidates.items():
            if candidates and not self._is_stranger(name, candidates):
                self.chosen[name] = self._choose(name, candidates)
        self._look_around()
        self._place_counties()
        return tuple(self._place(mention, stated) for mention, stated in zip(self.found, own, strict=True))

    # ---- who bears the name --------------------------------------------------------------------------------------

    def _candidates(self, mention: PlaceMention) -> tuple[_Candidate, ...]:
        name = mention.name
        title = name.title() if name.isupper() and len(name) > 3 else name
        found = list(self._of_entities(mention.entities, title) if mention.entities else self._of_names((title,)))
        if not found and mention.container is None and len(name) == 2 and name.isupper():
            found.extend(self._of_entities((f"region:US-{name}",)))
        for other, loss in ((f"{title} (U.S. state)", _NAMESAKE), (f"{title} State", _SECOND_SENSE)):
            found.extend(replace(each, weight=each.weight - loss) for each in self._of_names((other,)))
        found.extend(self._county(name))
        found.extend(self._cities(name))
        if not found:
            found.extend(self._of_parts(title))
        return tuple(found)

    def _of_parts(self, name: str) -> Iterable[_Candidate]:
        """ "Central Luzon", "Bulacan province", "Lake Victoria": the name without the word for its kind or side."""
        words = self.knowledge.places.words
        parts = name.split()
        while len(parts) > 1 and parts[0].lower() in words.sides:
            parts = parts[1:]
        while len(parts) > 1 and (parts[-1] in words.divisions or parts[-1].lower() in words.kinds):
            parts = parts[:-1]
        shorter = " ".join(parts)
        if shorter == name:
            return
        yield from self._of_names((shorter,))
        sided = name.split()[0] != parts[0]
        for candidate in self._cities(shorter):
            if not sided or candidate.weight > _SIDED:  # "North Baghdad", but hardly a side of a village
                yield candidate

    def _cities(self, name: str) -> Iterable[_Candidate]:
        """Towns of this name; those the almanac lists are likelier, other towns' second names less likely."""
        cities = self.knowledge.places.cities
        listed = {
            entry.entity.country
            for entry in self.knowledge.almanac.names.look_up(name)
            if entry.form in ("capital", "city")
        }
        found = cities.named(name)[:_CANDIDATES]
        borne = any(cities.is_main(name, city) for city in found)
        for city in found:
            candidate = self._city(city)
            weight = candidate.weight
            if city.country in listed:
                weight += _LISTED
            elif borne and not cities.is_main(name, city):
                weight -= _OTHER_NAME
            yield candidate if weight == candidate.weight else replace(candidate, weight=weight)

    def _of_names(self, names: Iterable[str]) -> Iterable[_Candidate]:
        for name in names:
            entries = self.knowledge.almanac.names.look_up(name)
            yield from self._of_entities(
                entry.entity.id
                for entry in entries
                if entry.form == "name" and entry.entity.kind in ("state", "region")
            )

    def _of_entities(self, entities: Iterable[str], name: str | None = None) -> Iterable[_Candidate]:
        almanac, places = self.knowledge.almanac, self.knowledge.places
        for entity in entities:
            if entity.startswith("state:"):
                state = almanac.states[entity.removeprefix("state:")]
                point = places.centroids.get(state.code)
                if point is not None:
                    yield _Candidate(state.name, "state", state.code, *point, _STATE)
            elif entity in almanac.regions:
                region = almanac.regions[entity]
                wide = region.kind not in ("region", "de-facto", "peninsula")
                yield _Candidate(
                    region.name.split(" (")[0], "region", region.country, region.lat, region.lon,
                    _REGION - (_SECOND_SENSE if self._is_town(name, entity, region.name) else 0.0),
                    places.division(entity), wide=wide,
                )  # fmt: skip

    def _is_town(self, name: str | None, entity: str, region: str) -> bool:
        """True where a region goes by the name of its chief town ("Tskhinvali" for South Ossetia)."""
        places = self.knowledge.places
        return name is not None and name != region and not places.division(entity) and name in places.cities

    def _city(self, city: City) -> _Candidate:
        weight = math.log10(city.population + _HAMLET)
        state = self.knowledge.almanac.states.get(city.country)
        if state is not None and state.capital == city.name:
            weight += _CAPITAL
        return _Candidate(
            city.name, "city", city.country, city.lat, city.lon, weight, city.division, city.geonames
        )  # fmt: skip

    def _county(self, name: str) -> Iterable[_Candidate]:
        """US counties have no point of their own here: they stand at their state's until neighbours tell more."""
        lower = name.lower()
        if lower.endswith(" co."):
            lower = f"{lower[:-4]} county"
        for code in self.knowledge.places.counties.get(lower, ()):
            region = self.knowledge.almanac.regions.get(f"region:US-{code}")
            if region is not None:
                yield _Candidate(name, "county", "USA", region.lat, region.lon, _COUNTY, code)

    # ---- what the text says outright -----------------------------------------------------------------------------

    def _outright(self, index: int, depth: int) -> tuple[_Candidate, str] | None:
        """The candidate that lies in the larger place named around it, or in the country of the adjective before it."""
        mention = self.found[index]
        candidates = self.candidates[mention.name]
        if mention.container is not None and depth < 4:
            larger_name = self.found[mention.container].name
            inner = self._outright(mention.container, depth + 1)
            larger = (inner[0],) if inner is not None else self.candidates[larger_name]
            best: tuple[float, _Candidate] | None = None
            # of states and regions in a row ("China, Japan") the first is no village in the second
            listed = {candidate.kind for candidate in candidates[:1]} & {"state", "region"}
            for outer in larger:
                for candidate in candidates:
                    if listed and candidate.kind == "city" and outer.kind == "state":
                        continue
                    if self._lies_in(candidate, outer):
                        score = candidate.weight + outer.weight
                        if best is None or score > best[0]:
                            best = (score, candidate)
                            found_in = outer
            if best is not None:
                if inner is None:
                    self.stated.setdefault(larger_name, found_in)
                return best[1], "resolve.place.containment"
        if mention.country is not None:
            inside = [candidate for candidate in candidates if candidate.country == mention.country]
            if inside:
                return max(inside, key=lambda candidate: candidate.weight), "resolve.place.adjective"
        return None

    def _lies_in(self, candidate: _Candidate, larger: _Candidate) -> bool:
        if larger.kind == "state":
            return candidate.country == larger.country and candidate.kind != "state"
        if candidate.kind == "state":
            return larger.wide and self._is_within(candidate, larger, _AREA_KM)
        if larger.country is not None and candidate.country is not None and larger.country != candidate.country:
            return False
        if larger.kind == "county":
            return candidate.kind == "city" and candidate.division == larger.division
        if larger.kind == "city":  # "Paris, London and Berlin" is a list
            return False
        if larger.division and candidate.division:
            return candidate.kind != "region" and candidate.division == larger.division
        return candidate.kind != "region" and self._is_within(
            candidate, larger, _AREA_KM if larger.wide else _REGION_KM
        )

    @staticmethod
    def _is_within(candidate: _Candidate, larger: _Candidate, km: float) -> bool:
        return distance_km(candidate.lat, candidate.lon, larger.lat, larger.lon) <= km

    # ---- what the rest of the article says -----------------------------------------------------------------------

    def _vote(self) -> None:
        """Every name votes for the divisions and countries it may lie in, one vote in all."""
        names = dict(self.candidates)
        dateline = self.article.dateline_place
        if dateline and dateline not in names:
            names[dateline] = tuple(
                self._city(city) for city in self.knowledge.places.cities.named(dateline)[:_CANDIDATES]
            )
        for name, candidates in names.items():
            known = self.stated.get(name)
            pool = (known,) if known is not None else candidates
            best: dict[tuple[str | None, str], float] = defaultdict(float)
            for candidate in pool:
                if not candidate.wide:
                    key = (candidate.country, candidate.division)
                    best[key] = max(best[key], 10 ** (candidate.weight / 2))
            total = sum(best.values())
            worth = _DATELINE_VOTE if name == dateline else 1.0
            self.cast[name] = votes = {key: worth * share / total for key, share in best.items()}
            for (country, division), share in votes.items():
                self.country_votes[country] += share
                if division:
                    self.division_votes[country, division] += share
                    self.division_totals[country] += share
        for country, count in self.found[0].around:
            self.country_votes[country] += _ADJECTIVE_VOTE * min(count, 4)

    def _note_lists(self) -> None:
        for left, right in pairwise(self.found):
            if left.sentence == right.sentence and 0 < right.first - left.last <= 2:
                for one, other in ((left, right), (right, left)):
                    candidates = self.candidates[other.name]
                    if candidates and one.name != other.name:
                        self.beside.setdefault(one.name, Counter())[_list_key(candidates[0])] += 1

    def _score(self, name: str, candidate: _Candidate) -> float:
        cast = self.cast[name]
        key = (candidate.country, candidate.division)
        score = candidate.weight
        if candidate.division:
            votes = self.division_votes[key] - cast.get(key, 0.0)
            if votes > 0:
                # an article that names twenty states of a country is about none of them
                focus = min(1.0, _FOCUS * self.division_votes[key] / self.division_totals[candidate.country])
                score += min(_DIVISION_MOST, _DIVISION_VOTE * votes) * focus
        beside = self.beside.get(name)
        if beside is not None and candidate.kind in ("state", "region"):
            score += _LIST_VOTE * min(2, beside[_list_key(candidate)])
        own = sum(share for (country, _), share in cast.items() if country == candidate.country)
        return score + min(_COUNTRY_MOST, _COUNTRY_VOTE * (self.country_votes[candidate.country] - own))

    def _is_stranger(self, name: str, candidates: tuple[_Candidate, ...]) -> bool:
        """True for a village in a country that the article does not name, while it does name others.

        The gazetteer knows few of the world's villages: one of that name elsewhere is not the one that is meant.
        """
        if name in self.stated or any(each.kind != "city" or each.weight > _VILLAGE for each in candidates):
            return False
        own = {country for country, _ in self.cast[name]}
        others = sum(votes for country, votes in self.country_votes.items() if country not in own)
        foreign = all(
            self.country_votes[country] - sum(share for (each, _), share in self.cast[name].items() if each == country)
            < _NAMED
            for country in own
        )
        return foreign and others >= _ABROAD

    def _choose(self, name: str, candidates: tuple[_Candidate, ...]) -> tuple[_Candidate, str]:
        known = self.stated.get(name)
        if known is not None:
            return known, "resolve.place.containment"
        if len(candidates) == 1:
            return candidates[0], _rule_of(candidates[0], "only")
        best = max(candidates, key=lambda candidate: self._score(name, candidate))
        greatest = max(candidates, key=lambda candidate: candidate.weight)
        if best is greatest:
            return best, _rule_of(best, "population")
        return best, self._why(best)

    def _why(self, best: _Candidate) -> str:
        """The dateline where hardly anything else speaks for the country, else the article as a whole."""
        votes = self.cast.get(self.article.dateline_place or "", {})
        share = sum(vote for (country, _), vote in votes.items() if country == best.country)
        if share > self.country_votes[best.country] / 2:
            return "resolve.place.dateline"
        return "resolve.place.context"

    def _look_around(self) -> None:
        """Once more for names of several towns: those near the places chosen so far gain."""
        anchors = {
            name: candidate
            for name, (candidate, _) in self.chosen.items()
            if candidate.kind == "city" or (candidate.kind == "region" and not candidate.wide)
        }
        if len(anchors) < 2:
            return
        for name, candidates in self.candidates.items():
            if (
                len(candidates) < 2
                or name in self.stated
                or name not in self.chosen
                or self.chosen[name][0].kind in ("state", "region", "county")
            ):
                continue
            others = [anchor for other, anchor in anchors.items() if other != name][:12]
            scored = sorted(((self._score(name, each), each) for each in candidates), key=lambda item: -item[0])[:6]
            best, top = self.chosen[name][0], -1.0
            for score, candidate in scored:
                near = sum(
                    math.exp(-distance_km(candidate.lat, candidate.lon, other.lat, other.lon) / _NEAR_KM)
                    for other in others
                )
                total = score + _NEAR_VOTE * min(1.0, _NEAR_SHARE * near / len(others))
                if total > top:
                    best, top = candidate, total
            if best is not self.chosen[name][0]:
                self.chosen[name] = (best, "resolve.place.neighbours")
                if name in anchors:
                    anchors[name] = best

    def _place_counties(self) -> None:
        """A county lies where the towns of its state that the article names lie: nearer than the state's middle."""
        towns: dict[str, list[_Candidate]] = defaultdict(list)
        for candidate, _ in self.chosen.values():
            if candidate.kind == "city" and candidate.country == "USA":
                towns[candidate.division].append(candidate)
        for name, (candidate, _) in self.chosen.items():
            near = towns.get(candidate.division)
            if candidate.kind == "county" and near:
                lat, lon = sum(town.lat for town in near) / len(near), sum(town.lon for town in near) / len(near)
                moved = _Candidate(
                    name, "county", "USA", round(lat, 4), round(lon, 4), candidate.weight, candidate.division
                )
                self.chosen[name] = (moved, "resolve.place.county.neighbours")

    # ---- the result ----------------------------------------------------------------------------------------------

    def _place(self, mention: PlaceMention, stated: tuple[_Candidate, str] | None) -> Place:
        start, end, text = mention.passage.start, mention.passage.end, mention.passage.text
        chosen = stated if stated is not None else self.chosen.get(mention.name)
        if chosen is not None and chosen[0].kind == "county" and mention.name in self.chosen:
            if self.chosen[mention.name][0].division == chosen[0].division:
                chosen = self.chosen[mention.name]
        if chosen is None:
            return Place(mention.name, start, end, text, mention.country, rule="resolve.place.unknown")
        candidate, rule = chosen
        return Place(
            candidate.name, start, end, text, candidate.country, candidate.lat, candidate.lon, candidate.geonames, rule
        )


def _list_key(candidate: _Candidate) -> tuple[_Kind, str | None]:
    return candidate.kind, candidate.country if candidate.kind == "region" else None


def _rule_of(candidate: _Candidate, why: str) -> str:
    """The rule's id where the name itself decides."""
    return f"resolve.place.{candidate.kind}" + (f".{why}" if candidate.kind == "city" else "")
