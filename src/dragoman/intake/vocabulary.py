"""The words that recognition and repair stand on: two data files and the word frequencies, loaded at first use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dragoman.knowledge.tables import DATA, DataError, read_yaml

_LANGUAGE = DATA / "languages" / "en"


@dataclass(frozen=True, slots=True)
class GlueWords:
    """Word lists for the repair of glued words (`repair_glue.yaml`, where each list is explained)."""

    function_sure: frozenset[str]
    function_likely: frozenset[str]
    titles: frozenset[str]
    offices: frozenset[str]
    surnames: frozenset[str]
    korean_surnames: frozenset[str]
    given: frozenset[str]
    syllables: frozenset[str]
    well_known: frozenset[str]
    tails_sure: tuple[str, ...]
    tails_seen: tuple[str, ...]
    name_prefixes: frozenset[str]
    word_prefixes: frozenset[str]
    web_suffixes: frozenset[str]
    possessed: frozenset[str]
    korean_name: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class FurnitureWords:
    """Patterns for what belongs to the page (`intake_furniture.yaml`, where each is explained)."""

    line: re.Pattern[str]
    date_line: re.Pattern[str]
    byline: re.Pattern[str]
    credit: re.Pattern[str]
    credit_sentence: re.Pattern[str]
    bracket_credit: re.Pattern[str]
    press: re.Pattern[str]
    writer: re.Pattern[str]
    biography_follow: re.Pattern[str]
    no_places: frozenset[str]
    agencies: frozenset[str]
    months: dict[str, int]
    month_names: str
    weekdays: str
    small_words: frozenset[str]


def _table(name: str) -> dict[str, object]:
    table = read_yaml(_LANGUAGE / name)
    if not isinstance(table, dict):
        raise DataError(f"{name}: must be a table of word lists")
    return table


def _words(table: dict[str, object], key: str) -> list[str]:
    return str(table[key]).split()


@lru_cache(maxsize=1)
def glue_words() -> GlueWords:
    """The word lists of `repair_glue.yaml`; raises KeyError or DataError where the file is spoilt."""
    table = _table("repair_glue.yaml")
    syllables = frozenset(_words(table, "korean_syllables"))
    surnames = sorted(_words(table, "korean_surnames"), key=len, reverse=True)
    return GlueWords(
        function_sure=frozenset(_words(table, "function_words_sure")),
        function_likely=frozenset(_words(table, "function_words_likely")),
        titles=frozenset(_words(table, "titles")),
        offices=frozenset(_words(table, "offices")),
        surnames=frozenset(_words(table, "surnames")),
        korean_surnames=frozenset(surnames),
        given=frozenset(_words(table, "given_names")),
        syllables=syllables,
        well_known=frozenset(name.replace("_", " ") for name in _words(table, "well_known_names")),
        tails_sure=tuple(sorted(_words(table, "tails_sure"), key=len, reverse=True)),
        tails_seen=tuple(sorted(_words(table, "tails_seen"), key=len, reverse=True)),
        name_prefixes=frozenset(_words(table, "name_prefixes")),
        word_prefixes=frozenset(_words(table, "word_prefixes")),
        web_suffixes=frozenset(_words(table, "web_suffixes")),
        possessed=frozenset(_words(table, "possessed_nouns")),
        # Surname, first syllable, and the word that should be (or begin with) the second syllable. The surname may
        # itself hang on a word before it ("ComradeKim").
        korean_name=re.compile(
            r"(?<![A-Z])(" + "|".join(surnames) + r")\s([A-Z][a-z]{1,5})(?:\s(?=[A-Z])|-)([A-Za-z][a-z]+)([A-Z]\w*)?"
        ),
    )


@lru_cache(maxsize=1)
def furniture_words() -> FurnitureWords:
    """The patterns of `intake_furniture.yaml`; raises KeyError, DataError or re.error where the file is spoilt."""
    table = _table("intake_furniture.yaml")
    lines = table["lines"]
    brackets = table["bracket_credits"]
    months = table["months"]
    if not (isinstance(lines, list) and isinstance(brackets, list) and isinstance(months, dict)):
        raise DataError("intake_furniture.yaml: lines, bracket_credits and months have the wrong shape")
    credit = str(table["credit_labels"])
    press = "|".join(_words(table, "press_nouns"))
    scholars = "|".join(_words(table, "scholar_nouns"))
    return FurnitureWords(
        line=re.compile("(?:" + "|".join(f"(?:{line})" for line in lines) + r")\Z", re.IGNORECASE),
        date_line=re.compile(rf"(?:(?P<label>{table['date_labels']})\b\s*[:\-–—]?\s*)?(?P<date>.+)", re.IGNORECASE),
        byline=re.compile(rf"(?i:(?:{table['byline_labels']})\b\s*:?\s+)(?P<names>[A-Z].*)"),
        credit=re.compile(rf"(?i:(?:{credit})\s*(?::|(?<=\bby)|(?<=\bcourtesy of)))\s*(?P<credit>\S[^\n]{{1,120}})"),
        credit_sentence=re.compile(
            rf"(?:(?<=[.!?…\"”’)])\s+|\A)(?i:(?:{credit})\s*:)\s*(?P<credit>[A-Z@][^\n:]{{1,79}})\Z"
        ),
        bracket_credit=re.compile("|".join(f"(?:{bracket})" for bracket in brackets), re.IGNORECASE),
        press=re.compile(rf"\b(?:{press})s?\b", re.IGNORECASE),
        writer=re.compile(rf"\b(?:{press}|{scholars})s?\b", re.IGNORECASE),
        biography_follow=re.compile(str(table["biography_follow"]), re.IGNORECASE),
        no_places=frozenset(_words(table, "no_places")),
        agencies=frozenset(_words(table, "agencies")),
        months={str(name): int(number) for name, number in months.items()},
        month_names="|".join(sorted((str(name) for name in months), key=len, reverse=True)),
        weekdays=str(table["weekdays"]),
        small_words=frozenset(_words(table, "small_words")),
    )
