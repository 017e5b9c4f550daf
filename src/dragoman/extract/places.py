"""Finds the names of places, and which of them an event happened at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dragoman.extract.mentions import MentionFinder
from dragoman.knowledge.gazetteer import NameHit
from dragoman.knowledge.knowledge import Knowledge
from dragoman.knowledge.places import PlaceKnowledge
from dragoman.model.place import PlaceMention
from dragoman.model.reading import Reading
from dragoman.model.span import Passage

_PLACE_FORMS = frozenset({"name", "capital", "city"})
_COUNTRY_FORMS = frozenset({"adjective", "demonym", "seat"})
_GAP = 6  # tokens between a place and the larger one around it ("X, a town in the south of Y")
_LONGEST = 5  # tokens of a name that is looked up among the cities
_FIRM = frozenset({"place.label", "place.dateline", "place.division", "place.kind", "place.list"})
_SHORT_NAME = 5  # letters below which a name in capitals is taken for an acronym
_NOTE = 3000  # people of a town whose name in capitals is taken for a dateline: "SECRETARY" is a hamlet
_ABBREVIATION = 6  # letters of the longest abbreviation of a region, full stop included ("Calif.")
_DASHES = frozenset({"-", "--", "–", "—", "(", "/"})


def find_places(reading: Reading, text: str, mentions: MentionFinder, knowledge: Knowledge) -> tuple[PlaceMention, ...]:
    """The toponyms of an article in the order of the text, without overlaps; `text` is the article's own."""
    return _Finder(reading, text, mentions, knowledge.places).find()


@dataclass(slots=True)
class _Finder:
    reading: Reading
    text: str
    mentions: MentionFinder
    places: PlaceKnowledge
    found: dict[int, PlaceMention] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    surnames: set[str] = field(default_factory=set)

    def find(self) -> tuple[PlaceMention, ...]:
        reading = self.reading
        around: Counter[str] = Counter()
        for first, last, label in reading.entities:
            if label == "PERSON" and last - first > 1:
                self.surnames.add(reading.words[last - 1])
        for token, hit in self.mentions.hit_at.items():
            if hit.first != token:
                continue
            best = hit.entries[0]
            if best.entity.country and (best.form in _COUNTRY_FORMS or best.entity.kind not in ("state", "region")):
                around[best.entity.country] += 1
            self._hit(hit)
        self._abbreviated()
        for first, last, label in reading.entities:
            self._entity(first, last, label)
        self._unlabelled()
        self._listed()
        self._again()
        return self._in_order(tuple(around.most_common()))

    # ---- the four sources ----------------------------------------------------------------------------------------

    def _hit(self, hit: NameHit) -> None:
        """A name of the almanac: a state, a region or one of its cities; longer names of towns go first."""
        reading = self.reading
        first, last = hit.first, hit.last
        bearers = tuple(
            entry.entity.id
            for entry in hit.entries
            if entry.entity.kind in ("state", "region") and entry.form in _PLACE_FORMS
        )
        if not bearers:
            if hit.entries[0].entity.kind in ("organisation", "body") and last - first > 1:
                for inner in self.mentions.almanac.names.find(reading.words[first : last - 1]):
                    if inner.entries[0].entity.kind in ("state", "region") and inner.entries[0].form == "name":
                        names = tuple(entry.entity.id for entry in inner.entries)
                        self._add(first + inner.first, first + inner.last, "place.organisation", names)
            return
        if not reading.tags[last - 1].startswith("N") and hit.entries[0].form != "name":
            return
        label = self.mentions.label_at.get(first)
        if last < len(reading) and reading.words[last] in self.places.words.no_place_before:
            return
        if label is not None and label[2] == "NORP" and hit.entries[0].entity.kind == "state":
            return
        if label is not None and label[2] == "PERSON" and label[1] - label[0] > last - first and label[0] < first:
            return
        while first and reading.tags[first - 1] == "NNP" and self._is_city(first - 1, last):  # "New London"
            first, bearers = first - 1, ()
        if not bearers:
            self._add(first, last, "place.city")
            return
        end = self._longer(first, last)
        if end > last:
            self._add(first, end, "place.city")
            return
        names = tuple(
            entry.entity.id
            for entry in hit.entries
            if entry.entity.kind in ("state", "region") and entry.form == "name"
        )
        self._add(first, last, f"place.{hit.entries[0].entity.kind}", names)

    def _longer(self, first: int, last: int) -> int:
        """The end of a longer name of a town or county that begins with a name of the almanac ("Kansas City")."""
        reading = self.reading
        end = last
        while end < len(reading) and end - first < _LONGEST and reading.tags[end].startswith("NNP"):
            end += 1
        for stop in range(end, last, -1):
            if (stop == last + 1 and reading.words[last] in self.places.words.county_words) or self._is_city(
                first, stop
            ):
                return stop
        return last

    def _abbreviated(self) -> None:
        """A region's abbreviation after a comma or "in": "Athens, Ga.", "Dayton, OH"."""
        reading, almanac = self.reading, self.mentions.almanac
        for token in range(1, len(reading)):
            word = reading.words[token]
            if not 2 <= len(word) <= _ABBREVIATION or not word[0].isupper() or token in self.taken:
                continue
            if reading.words[token - 1] != "," and not self._is_inside_of(token):
                continue
            if word[-1] == ".":
                regions = [entry.entity for entry in almanac.names.look_up(word) if entry.entity.kind == "region"]
                names = tuple(region.id for region in regions)
            elif len(word) == 2 and word.isupper() and reading.words[token - 1] == ",":
                names = (f"region:US-{word}",) if f"region:US-{word}" in almanac.regions else ()
            else:
                continue
            if names:
                self._add(token, token + 1, "place.region", names)

    def _entity(self, first: int, last: int, label: str) -> None:
        """A name that the parser labelled and the almanac does not know."""
        reading, words = self.reading, self.places.words
        while first < last and (
            reading.tags[first] in ("DT", "IN", "``", "''") or not reading.words[first][0].isalnum()
        ):
            first += 1
        while (
            first < last
            and (reading.tags[last - 1] == "POS" or not reading.words[last - 1][-1:].isalnum())
            and not (reading.words[last - 1].endswith(".") and len(reading.words[last - 1]) > 1)
        ):
            last -= 1
        for comma in range(first + 1, last - 1):
            if reading.words[comma] == ",":  # "Washington, D.C." is labelled as one name
                self._entity(first, comma, label)
                self._entity(comma + 1, last, label)
                return
        if first >= last or any(token in self.taken for token in range(first, last)):
            return
        if self._is_known_party(first) and self._is_known_party(last - 1):
            return
        if self._is_adjective(first) or (last < len(reading) and reading.words[last] in words.no_place_before):
            return
        if all(
            reading.lower[token] in words.between or reading.words[token] in words.divisions
            for token in range(first, last)
        ):
            return  # "the Northern District" names no place by itself
        if last < len(reading) and reading.words[last] in words.divisions and reading.words[last - 1][:1].isupper():
            self._add(first, last + 1, "place.division")
            return
        for stop in range(first + 1, last):  # "Rapides Parish Fire District"
            if reading.words[stop] in self.places.words.county_words:
                start = stop
                while start > first and reading.words[start - 1][0].isupper():
                    start -= 1
                if start < stop:
                    self._add(start, stop + 1, "place.division")
                    return
        known = last - first <= _LONGEST and self._is_city(first, last)
        located = self._is_located(first) or self._is_contained(last)
        if label != "GPE" and last - first < 3 and self._is_of_kind(first, last):
            self._add(first, last, "place.kind")
            return
        if label == "GPE":
            if not reading.tags[last - 1].startswith("N") or not reading.words[first][:1].isupper():
                return
            if reading.words[last - 1] in self.surnames and last - first == 1 and not located:
                return
            if known or self._is_inside_of(first) or self._is_contained(last) or self._is_geographic(first, last):
                self._add(first, last, "place.label")
        elif label == "LOC":
            if known or self._is_geographic(first, last):
                self._add(first, last, "place.label")
        elif label == "NORP":
            if known and reading.tags[last - 1] in ("NNP", "NN"):
                self._add(first, last, "place.city")
        elif label == "PERSON":
            if known and located and reading.words[last - 1] not in self.surnames:
                self._add(first, last, "place.city")
            elif self._is_civic(last) and known:
                self._add(first, last, "place.civic")
            else:
                self._prefix(first, last)
        elif label in ("ORG", "FAC"):
            if known and (located if last - first > 1 else self._is_inside_of(first) or self._is_contained(last)):
                self._add(first, last, "place.city")
            elif known and self._is_civic(last):
                self._add(first, last, "place.civic")
            else:
                self._prefix(first, last)

    def _prefix(self, first: int, last: int) -> None:
        """The town in the name of an institution: "Springfield Police Department", "University of Rochester"."""
        reading, words = self.reading, self.places.words
        for stop in range(min(last - 1, first + _LONGEST), first, -1):
            if reading.words[stop] in words.civic and self._is_city(first, stop):
                self._add(first, stop, "place.civic")
                return
        for token in range(first + 1, last - 1):
            if reading.lower[token] in ("of", "in", "at") and self._is_city(token + 1, last):
                self._add(token + 1, last, "place.civic")
                return

    def _unlabelled(self) -> None:
        """Names of towns that got no label: after "in", "near", "the village of", and in capitals before a dash."""
        reading = self.reading
        tags, label_at, taken = reading.tags, self.mentions.label_at, self.taken
        for token, tag in enumerate(tags):
            if not tag.startswith("NNP") or token in label_at or token in taken or token == 0:
                continue
            if not reading.words[token][0].isupper() or self._is_known_party(token):
                continue
            if self._is_located(token):
                self._run(token)
            elif self._is_of_kind(token, token + 1):
                self._add(token, token + 1, "place.kind")
        for sentence in reading.sentences:
            first = sentence.first
            if first in taken or not reading.words[first].isupper() or len(reading.words[first]) < 3:
                continue
            last = first + 1
            while (
                last < sentence.last
                and last - first < _LONGEST
                and reading.words[last].isupper()
                and reading.words[last].isalpha()
            ):
                last += 1
            if last < sentence.last and (reading.words[last] in _DASHES or reading.words[last] == ","):
                if self._is_city(first, last) and self._is_town_of_note(first, last):
                    self._add(first, last, "place.dateline")

    def _listed(self) -> None:
        """Names coordinated with a place: "in Kisumu, Bondo and Siaya"."""
        reading = self.reading
        for token, dep in enumerate(reading.deps):
            if dep not in ("conj", "appos") or token in self.taken or reading.tags[token] != "NNP":
                continue
            head = reading.heads[token]
            if head not in self.taken or not reading.words[token][:1].isupper() or reading.words[token].isupper():
                continue
            first = token
            while first > head + 1 and reading.tags[first - 1] == "NNP" and first - 1 not in self.taken:
                first -= 1
            label = self.mentions.label_at.get(token)
            if label is None:
                if token not in self.mentions.hit_at and self._is_city(first, token + 1):
                    self._add(first, token + 1, "place.list")
            elif label[2] in ("PERSON", "ORG", "NORP", "GPE", "LOC") and label[:2] == (first, token + 1):
                if (
                    dep == "conj"
                    and token - first < 2
                    and not self._is_adjective(token)
                    and token not in self.mentions.hit_at
                ):
                    if label[2] in ("GPE", "LOC") or self._is_city(first, token + 1):
                        self._add(first, token + 1, "place.list")

    def _run(self, first: int) -> None:
        reading = self.reading
        last = first + 1
        while last < len(reading) and last - first < _LONGEST and reading.tags[last].startswith("NNP"):
            last += 1
        for stop in range(last, first, -1):
            if reading.words[stop - 1] in self.places.words.divisions and stop - first > 1:
                self._add(first, stop, "place.division")
                return
            if self._is_city(first, stop):
                if stop == last or reading.words[stop] in self.places.words.civic:
                    self._add(first, stop, "place.city")
                return

    def _again(self) -> None:
        """Names already found as places, wherever they stand again as proper nouns and are no part of a person."""
        reading = self.reading
        known: dict[str, list[tuple[str, ...]]] = {}
        for mention in self.found.values():
            tokens = tuple(reading.lower[mention.first : mention.last])
            if mention.rule in _FIRM:
                known.setdefault(tokens[0], []).append(tokens)
        if not known:
            return
        for token, word in enumerate(reading.lower):
            names = known.get(word)
            if names is None or token in self.taken or not reading.tags[token].startswith("NN"):
                continue
            if not reading.words[token][0].isupper():
                continue
            label = self.mentions.label_at.get(token)
            for name in sorted(set(names), key=len, reverse=True):
                last = token + len(name)
                if tuple(reading.lower[token:last]) != name:
                    continue
                if label is not None and label[2] == "PERSON" and label[1] - label[0] > len(name):
                    if not self._is_civic(last):
                        break
                if len(name) == 1 and reading.words[token] in self.surnames and not self._is_located(token):
                    break
                self._add(token, last, "place.again")
                break

    # ---- questions -----------------------------------------------------------------------------------------------

    def _is_city(self, first: int, last: int) -> bool:
        name = self.reading.phrase(first, last)
        if len(name) < _SHORT_NAME and (name.isupper() or len(name) < 3):  # "EU", "WHO": acronyms are no towns
            return False
        words = self.places.words
        if name.isupper():
            name = name.title()
        return name not in words.no_places and name not in words.civic and name in self.places.cities

    def _is_town_of_note(self, first: int, last: int) -> bool:
        cities = self.places.cities.named(self.reading.phrase(first, last))
        return bool(cities) and cities[0].population >= _NOTE

    def _is_adjective(self, token: int) -> bool:
        hit = self.mentions.hit_at.get(token)
        return hit is not None and all(entry.form in ("adjective", "demonym") for entry in hit.entries)

    def _is_known_party(self, token: int) -> bool:
        """True in the name of an organisation, a party or a person of the almanac."""
        hit = self.mentions.hit_at.get(token)
        return hit is not None and hit.entries[0].entity.kind not in ("state", "region", "collective")

    def _is_inside_of(self, first: int) -> bool:
        """Directly after "in" or "near"."""
        return first > 0 and self.reading.lower[first - 1] in self.places.words.place_only

    def _is_of_kind(self, first: int, last: int) -> bool:
        """True for an unknown proper noun in "the village of X" and "X district"."""
        reading, words = self.reading, self.places.words
        if not all(reading.tags[token] == "NNP" for token in range(first, last)) or self._is_adjective(first):
            return False
        if reading.words[first] in words.civic or first in self.mentions.hit_at:
            return False
        if first > 1 and reading.lower[first - 1] == "of" and reading.lemmas[first - 2] in words.kinds:
            return True
        return (
            last < len(reading)
            and reading.lower[last] in words.followers
            and reading.words[first][1:].islower()
            and reading.lower[first - 1 if first else 0] in ("the", "in", "of", "'s")
        )

    def _is_located(self, first: int) -> bool:
        """True after a preposition of place, or after "the town of"."""
        reading, words = self.reading, self.places.words
        if first == 0:
            return False
        at = first - 1
        if reading.lower[at] == "the" and at:
            at -= 1
        before = reading.lower[at]
        if before == "of":
            return at > 0 and reading.lower[at - 1] in words.kinds
        return (
            before in words.place_only or before in words.kinds or (before in ("at", "from", "to") and at == first - 1)
        )

    def _is_contained(self, last: int) -> bool:
        """True before ", Ohio": a comma and a region or state."""
        reading = self.reading
        if last + 1 >= len(reading) or reading.words[last] != ",":
            return False
        mention = self.found.get(last + 1)
        if mention is not None and mention.rule == "place.region":
            return True
        hit = self.mentions.hit_at.get(last + 1)
        return hit is not None and hit.entries[0].entity.kind in ("region", "state") and hit.entries[0].form == "name"

    def _is_civic(self, last: int) -> bool:
        reading = self.reading
        return last < len(reading) and reading.words[last] in self.places.words.civic

    def _is_geographic(self, first: int, last: int) -> bool:
        """True for "... River", "Lake ..." and names before a word for a kind of place ("X province")."""
        reading, words = self.reading, self.places.words
        if last - first > 1 and (reading.words[last - 1] in words.features or reading.words[first] in words.lakes):
            return True
        if reading.words[last - 1] in words.divisions and last - first > 1:
            return True
        return last < len(reading) and reading.lower[last] in words.kinds

    # ---- the result ----------------------------------------------------------------------------------------------

    def _add(self, first: int, last: int, rule: str, entities: Sequence[str] = ()) -> None:
        reading = self.reading
        if any(token in self.taken for token in range(first, last)):
            return
        if reading.sentence_of[first] != reading.sentence_of[last - 1]:
            return
        self.taken.update(range(first, last))
        span = reading.span(first, last)
        label = self.mentions.label_at.get(first)
        self.found[first] = PlaceMention(
            Passage.cut(self.text, span.start, span.end), reading.phrase(first, last), reading.sentence_of[first],
            first, last, rule, label[2] if label is not None else None, tuple(entities),
        )  # fmt: skip

    def _in_order(self, around: tuple[tuple[str, int], ...]) -> tuple[PlaceMention, ...]:
        found = [self.found[first] for first in sorted(self.found)]
        for index, mention in enumerate(found):
            container: int | None = None
            if index + 1 < len(found) and self._lies_in(mention, found[index + 1]):
                container = index + 1
            elif index and self._lies_in_before(found[index - 1], mention):
                container = index - 1
            found[index] = replace(mention, container=container, country=self._adjective(mention), around=around)
        return tuple(found)

    def _lies_in(self, place: PlaceMention, larger: PlaceMention) -> bool:
        """True where the words between two names say that the first lies in the second ("X, Y", "X in southern Y")."""
        words = self.places.words
        gap = self.reading.lower[place.last : larger.first]
        if place.sentence != larger.sentence or not 0 < len(gap) <= _GAP:
            return False
        if gap in ([","], ["("]):
            return True
        return any(word in words.inside_of for word in gap) and all(
            word in words.between or word in words.inside_of or word == "," for word in gap
        )

    def _lies_in_before(self, larger: PlaceMention, place: PlaceMention) -> bool:
        """True for "Russia's Sochi" and "the Texas town of Paris"."""
        words = self.places.words
        gap = self.reading.lower[larger.last : place.first]
        if place.sentence != larger.sentence or not 0 < len(gap) <= _GAP:
            return False
        if not all(word in words.between or word in ("of", "’s") for word in gap):
            return False
        return gap[0] in ("'s", "’s") or (gap[-1] == "of" and len(gap) > 1 and gap[-2] in words.kinds)

    def _adjective(self, mention: PlaceMention) -> str | None:
        """The country of "the Syrian town of X"."""
        reading, words = self.reading, self.places.words
        at = mention.first - 1
        if at >= 2 and reading.lower[at] == "of" and reading.lower[at - 1] in words.kinds:
            at -= 2
        while at > mention.first - _GAP and at >= 0 and reading.lower[at] in words.between:
            at -= 1
        hit = self.mentions.hit_at.get(at)
        if hit is None or at < 0 or hit.entries[0].form != "adjective" or hit.entries[0].entity.kind != "state":
            return None
        return hit.entries[0].entity.country
