"""Words that lost the blank between them: found by rules over word lists, word frequencies and the article itself.

Each finder adds to `points`: the offset of the letter before which a blank is missing -> the id of the rule.
docs/repairs.md lists the rules with examples.
"""

from __future__ import annotations

import re

from dragoman.intake.vocabulary import GlueWords, glue_words
from dragoman.knowledge.frequencies import zipf

KNOWN_WHOLE = 2.0
"""Zipf from which a glued-looking word is one of its own ("youtube" 4.7, "oxycontin" 2.5; junk has 1.0 to 1.5)."""

KNOWN_PART = 3.0
"""Zipf from which a part counts as an English word: once in a million words."""

COMMON_PART = 4.0
"""Zipf of a word that everybody uses; names of firms are made of rarer ones as often, so more proof is asked there."""

MIN_VERB = 7
"""Letters of an "-ed" word that no name ends in; shorter ones do ("Mohammed", "Saeed")."""

_CAMEL = re.compile(r"[a-zà-ÿ](?=[A-ZÀ-Þ])")
_NAME_RUN = re.compile(r"[A-Z][a-zà-ÿ]+\.?(?:[ \xa0\n-](?:al-)?[A-Z][a-zà-ÿ]+)+")
_NAME_WORD = re.compile(r"[A-Z][a-zà-ÿ]+")
_ALONE = re.compile(r"(?<![\w@#/.-])[A-ZÀ-Þ][a-zà-ÿ]+(?![\w@/])")
_STOP = re.compile(r"(?<=[a-z][a-z)”’\"])([.!?])(?=[A-Z])|(?<=[a-z])([,;])(?=[A-Za-z])")
_WEB = re.compile(r"://|www\.|@|[/\\_=]|\.[a-z]{2,4}/")
_LETTERS = re.compile(r"[^\W\d_]+")


def find_glue(text: str) -> dict[int, str]:
    """All places in the text where a blank is missing, with the rule that says so."""
    article = _Article(text)
    points: dict[int, str] = {}
    _find_camel(article, points)
    _find_korean_names(article, points)
    _find_name_tails(article, points)
    _find_lost_blanks(article, points)
    return points


class _Article:
    """The text, the word lists, and (made at first use) the capitalised words that stand alone in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: GlueWords = glue_words()
        self._alone: frozenset[str] | None = None
        self._holds: dict[str, bool] = {}

    def alone(self, word: str) -> bool:
        if self._alone is None:
            self._alone = frozenset(_ALONE.findall(self.text))
        return word in self._alone

    def holds(self, words: str) -> bool:
        """True where the words stand in the article by themselves."""
        known = self._holds.get(words)
        if known is None:
            known = re.search(rf"(?<!\w){re.escape(words)}(?!\w)", self.text) is not None
            self._holds[words] = known
        return known

    def is_name(self, word: str) -> bool:
        """A word that is a name by the lists, or that this article writes with a capital elsewhere."""
        words = self.words
        return word in words.surnames or word in words.given or word in words.titles or self.alone(word)

    def in_web_address(self, at: int) -> bool:
        """True where the characters around `at`, up to the next blanks, are an address, a handle, a tag or code.

        So are more than a hundred of them on one side: no word is that long.
        """
        start, end = at, at
        text = self.text
        while start > 0 and not text[start - 1].isspace() and at - start < 100:
            start -= 1
        while end < len(text) and not text[end].isspace() and end - at < 100:
            end += 1
        run = text[start:end]
        return run.startswith("#") or max(at - start, end - at) >= 100 or _WEB.search(run) is not None


def _find_camel(article: _Article, points: dict[int, str]) -> None:
    """A capital inside a word: "toKim", "PresidentKim", "RyongHae", "JinpingPresident"."""
    text = article.text
    done = 0
    for match in _CAMEL.finditer(text):
        if match.start() < done:
            continue
        start = match.start()
        while start > 0 and text[start - 1].isalpha():
            start -= 1
        run = _LETTERS.match(text, start)
        end = done = run.end() if run else match.end()
        around = text[start - 1 : start] + text[end : end + 1]
        if any(char.isdigit() or char in "@#/_=&" for char in around) or article.in_web_address(start):
            continue
        word = text[start:end]
        if zipf(word.lower()) >= KNOWN_WHOLE:
            continue
        cuts = [cut.end() for cut in _CAMEL.finditer(word)]
        bounds = [0, *cuts, len(word)]
        for left, at, right in zip(bounds, cuts, bounds[2:], strict=False):
            rule = _camel_rule(article, word[left:at], word[at:right], start + left)
            if rule is not None:
                points[start + at] = rule


def _camel_rule(article: _Article, left: str, right: str, start: int) -> str | None:
    """The rule that parts two halves of a word, or None. `start` is where the left half begins in the text."""
    words = article.words
    if left in words.name_prefixes or len(left) < 2 or len(right) < 2:
        return None
    if left[0].islower():
        if left in words.function_sure:
            return "repair.glue.function-word"
        if left in words.function_likely:
            known = right.isupper() or zipf(right.lower()) >= KNOWN_PART or article.is_name(right)
            return "repair.glue.function-word" if known else None
        if len(left) >= 3 and zipf(left) >= COMMON_PART and right[1:].islower() and article.is_name(right):
            return "repair.glue.word-name"
        return None
    if not left[1:].islower():
        return None
    if left in words.titles and (article.is_name(right) or zipf(right.lower()) < KNOWN_PART):
        return "repair.glue.title-name"
    sure = right in words.offices and zipf(left.lower()) < COMMON_PART
    if sure or (right in words.titles and left in words.given):
        return "repair.glue.name-title"
    if left in words.syllables and right in words.syllables and _last_word(article.text, start) in words.surnames:
        return "repair.glue.two-names"
    if left in words.given and right not in words.given and len(right) >= 3:
        if zipf(right.lower()) < COMMON_PART or right in words.surnames:
            return "repair.glue.two-names"
        return None
    if right in words.surnames and zipf(left.lower()) >= COMMON_PART and right[1:].islower():
        # A firm's name comes again and again in the same form ("AirTran"), lost blanks beside the name on its own.
        return "repair.glue.word-name" if article.alone(right) or right in words.korean_surnames else None
    if len(left) >= 3 and len(right) >= 3 and article.holds(f"{left} {right}"):
        return "repair.glue.two-names"
    return None


def _last_word(text: str, at: int) -> str:
    """The word before `at`, with one blank between; "" where there is none."""
    match = re.search(r"([^\W\d_]+)\s\Z", text[max(0, at - 40) : at])
    return match[1] if match else ""


def _find_korean_names(article: _Article, points: dict[int, str]) -> None:
    """A Korean name and the word after it: "Kim Jong Unreceived", "Kim Jong-uncongratulated", "Kim Il SungSquare"."""
    words = article.words
    for match in words.korean_name.finditer(article.text):
        surname, first, rest, more = match[1], match[2], match[3], match[4]
        if first not in words.syllables:
            continue
        size = _syllable_before_word(article, f"{surname} {first}", rest)
        if size is None:
            if more and rest.capitalize() in words.syllables and zipf(more.lower()) >= KNOWN_PART:
                points[match.start(4)] = "repair.glue.name-word"
            continue
        points[match.start(3) + size] = "repair.glue.name-word"
        if more and (more in words.surnames or article.is_name(more)):
            points[match.start(4)] = "repair.glue.word-name"


def _syllable_before_word(article: _Article, before: str, rest: str) -> int | None:
    """Letters of the syllable that `rest` begins with where an English word is glued to it, else None."""
    words = article.words
    if rest.capitalize() in words.syllables:
        return None
    choices: list[tuple[float, int]] = []
    for size in range(2, min(6, len(rest) - 1) + 1):
        syllable, tail = rest[:size].capitalize(), rest[size:]
        if syllable not in words.syllables:
            continue
        name = f"{before} {syllable}"
        sure = name in words.well_known or article.holds(name)
        frequent = zipf(tail)
        short = len(tail) < 3
        if (short and sure and tail in words.tails_seen) or (not short and frequent >= (2.0 if sure else COMMON_PART)):
            choices.append((frequent + (3.0 if sure else 0.0), size))
    return max(choices)[1] if choices else None


def _find_name_tails(article: _Article, points: dict[int, str]) -> None:
    """An unknown name with a frequent word at its end, after another name: "Li Jinjunfor", "Elena Markovasaid"."""
    words = article.words
    endings = (*words.tails_sure, *words.tails_seen, "ed")
    for run in _NAME_RUN.finditer(article.text):
        first = True
        for match in _NAME_WORD.finditer(article.text, run.start(), run.end()):
            if first:
                first = False
                continue
            word = match[0]
            if len(word) < 4 or not word.endswith(endings) or zipf(word.lower()) > 0.0:
                continue
            if any(at in points for at in range(match.start() + 1, match.end())):
                continue
            size = _name_before_word(article, word)
            if size is not None:
                points.setdefault(match.start() + size, "repair.glue.name-word")


def _name_before_word(article: _Article, word: str) -> int | None:
    """Letters of the name that `word` begins with where a known word is glued to it, else None."""
    words = article.words
    for tail in words.tails_sure:
        name = word[: -len(tail)]
        if word.endswith(tail) and len(name) >= 3 and name.lower() not in words.word_prefixes:
            return len(name)
    for tail in words.tails_seen:
        if word.endswith(tail) and len(word) - len(tail) >= 3 and article.is_name(word[: -len(tail)]):
            return len(word) - len(tail)
    if word.endswith("ed"):
        for size in range(3, len(word) - MIN_VERB + 1):
            name, tail = word[:size], word[size:]
            if (
                zipf(tail) >= KNOWN_PART
                and name.lower() not in words.word_prefixes
                and zipf(name.lower()) < COMMON_PART
            ):
                return size
    return None


def _find_lost_blanks(article: _Article, points: dict[int, str]) -> None:
    """A stop, comma or semicolon with no blank after it: "ended.The talks", "late,because"."""
    text = article.text
    for match in _STOP.finditer(text):
        at = match.end()
        right = _LETTERS.match(text, at)
        start = match.start() - (0 if text[match.start() - 1].isalpha() else 1)
        begin = start
        while begin > 0 and text[begin - 1].isalpha():
            begin -= 1
        left = text[begin:start]
        if right is None or article.in_web_address(match.start()) or right[0].lower() in article.words.web_suffixes:
            continue
        if match[2]:
            if len(right[0]) >= 2 and len(left) >= 2:
                points[at] = "repair.blank.after-comma"
        elif zipf(left.lower()) >= KNOWN_PART and (zipf(right[0].lower()) >= KNOWN_PART or article.is_name(right[0])):
            if (len(right[0]) > 1 and right[0][1:].islower()) or text[right.end() : right.end() + 1] == " ":
                points[at] = "repair.blank.after-stop"
