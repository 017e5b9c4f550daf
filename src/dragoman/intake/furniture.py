"""What belongs to the page and not to the report: datelines, bylines, credits, biographies, tails of a site.

They fill the article's fields and are left out of the clean copy.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from dragoman.intake.dates import read_date
from dragoman.intake.edits import Edit, applied
from dragoman.intake.vocabulary import FurnitureWords, furniture_words, glue_words

HEAD_LINES = 8
"""Lines without blanks at the top in which a date, a byline or a dateline is looked for."""

TAIL_CHARS = 1_200
"""Characters at the end in which an author's biography and a credit are looked for: five long sentences."""

MAX_FURNITURE = 320
"""Characters of the longest line that can be furniture."""

_SENTENCE_END = re.compile(r"(?<=[.!?…\"”’)])\s+(?=[A-Z“\"])")
_KCNA_END = re.compile(r"\s*(?:-\s?0\s?-|\\?#{2,}|(?:\\?#\s*){3})\s*\Z")
_NAME = r"[A-Z][\w.'’\-]*(?:\s+(?:[a-z]{1,3}\s+)?[A-Z][\w.'’\-]*){0,4}"
_BIOGRAPHY = re.compile(
    rf"(?P<name>{_NAME})(?:,[^,.]{{1,60}},)?\s+(?:is|was|has been|writes|reports|covers)\s+(?P<rest>.{{3,400}})",
    re.DOTALL,
)
_HOUSE = re.compile(
    r"\b(?:for|at|with|of|to)\s+(?P<name>(?:[Tt]he\s+)?[A-Z][^,.;()]{1,60}?)\s*(?=[,.;(]|\s(?:and|where|who|in|based|covering)\b|\Z)"
)
_BYLINE_PEOPLE = re.compile(rf"{_NAME}(?:(?:\s*,\s*|\s+and\s+|\s*&\s*){_NAME})*")
_STATED = re.compile(r"\A(?:a|an|the|our|one of)\b")


@dataclass(slots=True)
class Found:
    """What the text itself says about the article, and the spans of the text that are no content."""

    cuts: list[tuple[int, int]] = field(default_factory=list)
    cards: list[tuple[int, int]] = field(default_factory=list)
    """Those of the cuts that only repeat a name: what is broken in them was neither mended nor read."""
    published: str | None = None
    author: str | None = None
    publisher: str | None = None
    image_credit: str | None = None
    dateline_place: str | None = None
    agency: str | None = None

    def cut(self, start: int, end: int) -> None:
        if start < end:
            self.cuts.append((start, end))


@lru_cache(maxsize=1)
def _dateline() -> re.Pattern[str]:
    """PLACE, Region, Date (AGENCY) and a dash or colon, at the start of a line."""
    words = furniture_words()
    place = r"[A-Z][\w.'’\-]*(?:(?:\s|/)(?:of\s|the\s|de\s|al-)?[A-Z][\w.'’\-]*){0,3}"
    month = rf"(?:{words.month_names})\b\.?"
    day = rf"{month}\s+\d{{1,2}}(?:\s*,\s*\d{{4}})?|\d{{1,2}}\s+{month}(?:\s+\d{{4}})?"
    return re.compile(
        rf"(?:(?P<place>{place})(?P<region>\s*,\s*(?!(?i:{day})){place})?\s*,?\s*(?P<day>(?i:{day}))?\s*)?"
        r"(?:\((?P<agency>[A-Z][A-Za-z/\- ]{1,30})\))?\s*(?P<dash>--|—|–|_|-(?=\s)|:(?=\s))\s*"
    )


def find_furniture(text: str, edits: list[Edit]) -> Found:
    """The spans of `text` that are no content, and the fields they state. `edits` (in order, apart) are its repairs."""
    words = furniture_words()
    found = Found()
    lines = _lines(text)
    kept: list[tuple[int, int]] = []
    for number, (start, end) in enumerate(lines):
        if end - start > MAX_FURNITURE or not _is_furniture(words, text, start, end, number, lines, found):
            kept.append((start, end))
        else:
            found.cut(start, end)
    for match in words.bracket_credit.finditer(text):
        found.cut(*match.span())
        found.image_credit = found.image_credit or _credit(match[0].strip("() "))
    _find_name_cards(text, found)
    _find_head(words, text, kept, edits, found)
    _find_tail(words, text, kept, edits, found)
    return found


def _lines(text: str) -> list[tuple[int, int]]:
    """The lines that hold anything, without the blanks at their ends."""
    lines: list[tuple[int, int]] = []
    at = 0
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        if stripped:
            start = at + len(line) - len(line.lstrip())
            lines.append((start, start + len(stripped)))
        at += len(line)
    return lines


def _is_furniture(
    words: FurnitureWords,
    text: str,
    start: int,
    end: int,
    number: int,
    lines: list[tuple[int, int]],
    found: Found,
) -> bool:
    line = text[start:end]
    if line[0].islower() and not line.startswith(("http", "www.", "date", "by ")):
        return False
    edge = number < HEAD_LINES or number >= len(lines) - HEAD_LINES
    if edge and end - start <= 120:
        day = words.date_line.fullmatch(line)
        stated = read_date(day["date"]) if day is not None and any(char.isdigit() for char in line) else None
        if stated is not None:
            found.published = found.published or stated
            return True
    if end - start <= 160:
        credit = words.credit.fullmatch(line)
        if credit is not None:
            found.image_credit = found.image_credit or _credit(credit["credit"])
            return True
    if words.line.match(line) is None:
        return False
    # A line of running text that is broken at its margin can begin like one of these: it goes on from the line before.
    if number and line[0].isalpha():
        before = text[lines[number - 1][0] : lines[number - 1][1]]
        gap = text[lines[number - 1][1] : start].count("\n") > 1
        return gap or len(before) < 50 or before[-1] in '.!?:…"”’)>#*-|' or len(before) > 100
    return True


def _find_head(words: FurnitureWords, text: str, lines: list[tuple[int, int]], edits: list[Edit], found: Found) -> None:
    for start, end in lines[:HEAD_LINES]:
        if found.author is None and end - start <= 160:
            byline = words.byline.fullmatch(text[start:end])
            people = _people(byline["names"], words) if byline is not None else None
            if people is not None:
                found.author = people
                found.cut(start, end)
                continue
        match = _dateline().match(text, start, end)
        if match is not None and _is_dateline(words, text, match, end):
            found.dateline_place = match["place"] and applied(text, *match.span("place"), edits).strip()
            if found.dateline_place and found.dateline_place.isupper() and len(found.dateline_place) > 3:
                found.dateline_place = found.dateline_place.title()
            found.agency = match["agency"].strip() if match["agency"] else None
            if match["day"]:
                found.published = found.published or read_date(match["day"])
            found.cut(start, match.end())
            return
        if end - start > MAX_FURNITURE:
            return


def _is_dateline(words: FurnitureWords, text: str, match: re.Match[str], end: int) -> bool:
    place, agency = match["place"], (match["agency"] or "").strip() or None
    if match.end() >= end and agency is None:
        return False
    if place is None:
        return agency is not None and agency in words.agencies
    if any(part in words.no_places for part in re.split(r"[\s/]+", place.upper() if agency is None else "")):
        return False
    if agency is not None:
        return agency in words.agencies or place.isupper() or match["day"] is not None
    if place.isupper() and len(place) >= 3 and "." not in place:
        if match["dash"] == ":":
            # A second line that begins so shows speakers who take turns, not a place of writing.
            turns = re.findall(r"^[A-Z][A-Z .'’\-]{1,40}:\s", text, re.MULTILINE)
            return match["region"] is None and len(turns) < 2 and text[match.end()].isupper()
        return text[match.end()].isupper() or text[match.end()] in "“\"'‘`"
    # "Berlin, Jan 3 —" is a dateline, "On Jan 3 —" is not.
    comma = "," in match[0][len(place) : match.start("day") - match.start()]
    return match["day"] is not None and match["dash"] != ":" and comma and "." not in place


def _people(names: str, words: FurnitureWords) -> str | None:
    """The names of a byline, joined by ", "; None where they are no names."""
    names = re.split(r"\s*[|•·/]\s*|\s+[-–—]\s+", names)[0].strip().rstrip(".")
    match = _BYLINE_PEOPLE.match(names)
    if match is None or len(match[0]) < 4 or any(char.isdigit() for char in match[0]):
        return None
    rest = names[match.end() :]
    if rest and not rest.startswith(",") and not rest.startswith(" of ") and not rest.startswith(" for "):
        return None
    if match[0].split()[0] in glue_words().titles:
        return None  # "By President …" heads a decree, not an article
    parts = [part.strip() for part in re.split(r"\s*,\s*|\s+and\s+|\s*&\s*", match[0])]
    people = [part.title() if part.isupper() else part for part in parts if part and not words.writer.search(part)]
    people = [part for index, part in enumerate(people) if index == 0 or " " in part]
    return ", ".join(people) if people and " " in people[0] else None


def _find_tail(words: FurnitureWords, text: str, lines: list[tuple[int, int]], edits: list[Edit], found: Found) -> None:
    """Takes ends off the last lines, again and again, as long as there is one that is no content."""
    lines = list(lines)
    while lines:
        start, end = lines.pop()
        while True:
            close = _tail_start(words, text, start, end, edits, found)
            if close is None or close >= end:
                break
            found.cut(close, end)
            end = close
            while end > start and text[end - 1].isspace():
                end -= 1
            if end == start:
                break
        if end > start:
            return


def _tail_start(words: FurnitureWords, text: str, start: int, end: int, edits: list[Edit], found: Found) -> int | None:
    """Where the furniture begins that the line `[start, end)` ends in; None where it ends in content."""
    mark = _KCNA_END.search(text, max(start, end - 20), end)
    if mark is not None:
        return mark.start()
    low = max(start, end - TAIL_CHARS)
    credit = words.credit_sentence.search(text[low:end])
    if credit is not None:
        found.image_credit = found.image_credit or _credit(credit["credit"])
        at = low + credit.start()
        while text[at].isspace():
            at += 1
        return at
    bounds = [low, *(low + match.end() for match in _SENTENCE_END.finditer(text[low:end]))]
    bounds = [bound for bound in bounds if bound < end]
    for back in range(1, min(5, len(bounds)) + 1):
        first = bounds[-back]
        after = bounds[len(bounds) - back + 1] if back > 1 else end
        sentence = applied(text, first, after, edits).strip()
        if _is_biography(words, text, sentence, first, found):
            return first
        if words.biography_follow.match(sentence) is None:
            return None
    return None


def _is_biography(words: FurnitureWords, text: str, sentence: str, first: int, found: Found) -> bool:
    """True where the sentence tells who wrote the article; its name and house fill the fields."""
    match = _BIOGRAPHY.fullmatch(sentence)
    if match is None:
        return False
    writer = words.writer.search(match["rest"])
    if writer is None or writer.start() > 120 or not (_STATED.match(match["rest"]) or writer.start() < 60):
        return False
    name = " ".join(match["name"].split())
    known = found.author is not None and name in found.author
    # Somebody the report is about is no author: an author is not named in it before.
    if not known and (" " not in name or re.search(rf"\b{re.escape(name.split()[-1])}\b", text[:first])):
        return False
    found.author = found.author or name
    press = words.press.search(match["rest"])
    if press is not None:
        house = _HOUSE.search(match["rest"], press.end())
        if house is not None and house.start() - press.end() < 60:
            found.publisher = found.publisher or publisher_name(house["name"])
    return True


def publisher_name(words: str) -> str:
    """A publisher's name with capitals: "the National interest" is "The National Interest"."""
    small = furniture_words().small_words
    parts = words.split()
    return " ".join(
        part if (index and part in small) or not part.islower() else part.capitalize()
        for index, part in enumerate(parts)
    )


def _credit(words: str) -> str | None:
    return words.strip(" .()[]|*_") or None


# Lengths are bounded: without a bound, text that is nothing but names takes time in the square of its length.
_CARD_WORD = r"[A-Z][\w’'-]{1,30}"
# Cheap sign of a name card: a name said twice, or two names said twice.
_CARD_HINT = re.compile(rf"(?<![\w])({_CARD_WORD}(?:[ \xa0]{_CARD_WORD})?)[ \xa0]\1(?:[ \xa0]|(?<=[a-z])[A-Z])")
_CARD_TITLE = (
    r"(?P<title>[A-Z][\w’'-]{0,30}(?:,?[ ](?:(?:of|the|for|to|and|of the|for the|to the|and the)[ ])?"
    r"(?:[A-Z][\w’'-]{0,30}|\([A-Z][^()]{1,40}\))){0,14})"
)
_CARD = re.compile(
    rf"(?<!\w)(?P<given>{_CARD_WORD}(?:[ \xa0]{_CARD_WORD})?)[ \xa0](?P<surname>(?:al-)?{_CARD_WORD})[ \xa0]"
    rf"(?P<card>(?P=surname)[ \xa0](?P=given){_CARD_TITLE}?)(?![\w’'-])"
)
_WHOLE_CARD = re.compile(
    rf"(?<!\w)(?P<name>{_CARD_WORD}(?:[ \xa0]{_CARD_WORD}){{1,3}})[ \xa0](?P<card>(?P=name){_CARD_TITLE})(?![\w’'-])"
)


def _find_name_cards(text: str, found: Found) -> None:
    """A name that a site repeats behind itself, surname first, with an office glued to it: what a pointer would show.

    The title ends before a small word, a comma with a blank before it, or what is no capital.
    """
    if _CARD_HINT.search(text) is None:
        return
    for pattern in (_CARD, _WHOLE_CARD):
        for match in pattern.finditer(text):
            card = match.start("card") - 1, match.end("card")  # with the blank before it
            found.cut(*card)
            found.cards.append(card)
