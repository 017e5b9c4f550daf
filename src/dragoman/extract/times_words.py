"""Cuts a stretch of text into the words that time rules look at, each with its code."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.knowledge.times import TIME_WORDS, TimeLexicon, figure_kind

NO_CODE = " "


@dataclass(frozen=True, slots=True)
class TimeWords:
    """Words of one stretch of the clean copy, index-aligned; a phrase of the lexicon is one word.

    `words` are in lower case, `starts`/`ends` count into the clean copy, `codes` is one character a word.
    """

    words: list[str]
    starts: list[int]
    ends: list[int]
    codes: str


def cut_time_words(text: str, start: int, end: int, lexicon: TimeLexicon) -> TimeWords:
    """The words of `text[start:end]`."""
    matches = list(TIME_WORDS.finditer(text, start, end))
    words = [match.group().lower() for match in matches]
    starts = [match.start() for match in matches]
    ends = [match.end() for match in matches]
    kinds = [match.lastgroup for match in matches]
    plain, capital, figures, phrases = lexicon.plain, lexicon.capital, lexicon.figures, lexicon.phrases
    codes: list[str] = []
    merged: list[tuple[int, int, str]] = []
    at = 0
    total = len(words)
    while at < total:
        kind = kinds[at]
        if kind == "word" or kind == "mark":
            word = words[at]
            ways = phrases.get(word)
            if ways is not None:
                for rest, phrase in ways:
                    last = at + 1 + len(rest)
                    if last <= total and tuple(words[at + 1 : last]) == rest:
                        code = (capital if text[starts[at]].isupper() else plain).get(phrase)
                        if code is not None:
                            merged.append((at, last, phrase))
                            codes.append(code)
                            at = last
                            break
                else:
                    codes.append((capital if text[starts[at]].isupper() else plain).get(word, NO_CODE))
                    at += 1
                continue
            codes.append((capital if text[starts[at]].isupper() else plain).get(word, NO_CODE))
        elif kind == "number":
            codes.append(figures[figure_kind(words[at])])
        else:
            codes.append(figures.get(kind or "", NO_CODE))
        at += 1
    for first, last, phrase in reversed(merged):
        words[first:last] = [phrase]
        starts[first:last] = [starts[first]]
        ends[first:last] = [ends[last - 1]]
    return TimeWords(words, starts, ends, "".join(codes))
