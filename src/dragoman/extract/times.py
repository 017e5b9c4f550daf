"""Finds the words that tell a time, and which of them dates the event of a clause."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from dragoman.extract.times_forms import SlotReader, make_form
from dragoman.extract.times_guards import GUARDS, Surroundings
from dragoman.extract.times_tense import hangs_on_verb, tense_at
from dragoman.extract.times_words import TimeWords, cut_time_words
from dragoman.knowledge.times import TimeLexicon, TimeRule
from dragoman.model.reading import Reading
from dragoman.model.span import Passage
from dragoman.model.time import TimeExpression, TimeForm, TimeMention

_RUN = re.compile(r"[^ ]+")
_DIGIT = re.compile(r"\d")
_CLAUSES = frozenset({"relcl", "acl", "ccomp", "advcl", "csubj", "csubjpass", "parataxis", "pcomp"})
_FOREIGN_CLAUSES = frozenset({"relcl", "acl", "ccomp", "csubj", "csubjpass", "parataxis"})
_ATTRIBUTES = frozenset({"compound", "nmod", "amod", "poss", "nummod"})  # "a June agreement" has no tense
_TENSED_KINDS = frozenset({"date", "shift"})


def find_times(reading: Reading, lexicon: TimeLexicon, text: str) -> tuple[TimeExpression, ...]:
    """Every expression of time in a reading, in order and apart from each other; `text` is the article's own text.

    Prepositions are left outside ("on Friday" gives "Friday"), articles and modifiers inside ("the third quarter of
    1989", "late last year"). A range gives two expressions, the first of which says that it opens one.
    """
    found: list[TimeExpression] = []
    labels: dict[int, str] | None = None
    for first, last in _stretches(reading, lexicon):
        start, end = reading.clean_starts[first], reading.clean_ends[last - 1]
        words = cut_time_words(reading.clean.text, start, end, lexicon)
        if labels is None:
            labels = {at: label for begin, stop, label in reading.entities for at in range(begin, stop)}
        found.extend(_find_in(reading, lexicon, text, words, labels))
    return tuple(found)


def _stretches(reading: Reading, lexicon: TimeLexicon) -> Iterator[tuple[int, int]]:
    """Tokens `[first, last)` worth a look: neighbouring sentences of one paragraph that hold a figure or a trigger.

    Neighbours go together because parsers sometimes end a sentence after "Sept.".
    """
    text, lower, triggers = reading.clean.text, reading.lower, lexicon.triggers
    open_first = open_last = paragraph = -1
    for sentence in reading.sentences:
        first, last = sentence.first, sentence.last
        if triggers.isdisjoint(lower[first:last]) and not _DIGIT.search(
            text, reading.clean_starts[first], reading.clean_ends[last - 1]
        ):
            continue
        if first != open_last or sentence.paragraph != paragraph:
            if open_first >= 0:
                yield open_first, open_last
            open_first, paragraph = first, sentence.paragraph
        open_last = last
    if open_first >= 0:
        yield open_first, open_last


def _find_in(
    reading: Reading, lexicon: TimeLexicon, text: str, words: TimeWords, labels: dict[int, str]
) -> Iterator[TimeExpression]:
    codes = words.codes
    previous: tuple[TimeExpression, int, int] | None = None  # with its words [first, last)
    for run in _RUN.finditer(codes):
        at, stop = run.span()
        if not lexicon.core.search(codes, at, stop):
            continue
        while at < stop:
            match = lexicon.scanner.search(codes, at, stop)
            if match is None:
                break
            at = match.start()
            hit = _first_fit(reading, lexicon, words, labels, match.lastindex or 1, at, stop)
            if hit is None:
                at += 1
                continue
            rule, form, end = hit
            if form is None:
                at = end
                continue
            expression = _expression(reading, lexicon, text, words, rule, form, at, end)
            if previous is not None:
                before, before_first, before_last = previous
                ranged = _is_range(lexicon, words, before, expression, before_first, before_last, at)
                yield replace(before, opens_range=True) if ranged else before
            previous = expression, at, end
            at = end
    if previous is not None:
        yield previous[0]


def _first_fit(
    reading: Reading,
    lexicon: TimeLexicon,
    words: TimeWords,
    labels: dict[int, str],
    number: int,
    at: int,
    stop: int,
) -> tuple[TimeRule, TimeForm | None, int] | None:
    """The first rule from the `number`-th (counted from 1) on whose pattern and guards fit at word `at`.

    The form is None where the rule is one that swallows words.
    """
    for rule in lexicon.rules[number - 1 :]:
        match = rule.pattern.match(words.codes, at, stop)
        if match is None or match.end() == at:
            continue
        slots = {name.partition("__")[0]: match.span(name) for name, value in match.groupdict().items() if value}
        reader = SlotReader(slots, words, lexicon)
        if rule.guards:
            around = Surroundings(reading, lexicon, words, at, match.end(), reader, labels)
            if not all(GUARDS[guard](around) for guard in rule.guards):
                continue
        if rule.form == "none":
            return rule, None, match.end()
        form = make_form(rule.form, reader)
        if form is not None:
            return rule, form, match.end()
    return None


def _expression(
    reading: Reading,
    lexicon: TimeLexicon,
    text: str,
    words: TimeWords,
    rule: TimeRule,
    form: TimeForm,
    first_word: int,
    last_word: int,
) -> TimeExpression:
    clean_start, clean_end = words.starts[first_word], words.ends[last_word - 1]
    span = reading.clean.offsets.span(clean_start, clean_end)
    first = max(bisect_right(reading.clean_starts, clean_start) - 1, 0)
    last = max(bisect_left(reading.clean_starts, clean_end), first + 1)
    tense, firm = None, False
    if form.kind in _TENSED_KINDS and reading.deps[head := _head(reading, first, last)] not in _ATTRIBUTES:
        tense = tense_at(reading, head, lexicon)
        firm = hangs_on_verb(reading, head)
        if tense == "present":
            # "the visit begins Sunday" looks ahead; but headlines tell of yesterday in the present
            headline = reading.sentences[reading.sentence_of[first]].headline
            tense = "future" if firm and not headline else None
    return TimeExpression(
        Passage.cut(text, span.start, span.end),
        rule.type,
        form,
        reading.sentence_of[first],
        first,
        last,
        rule.id,
        tense,
        firm,
    )


def _is_range(
    lexicon: TimeLexicon,
    words: TimeWords,
    before: TimeExpression,
    after: TimeExpression,
    first: int,
    end: int,
    start: int,
) -> bool:
    """Whether two neighbours are the ends of one range: "1990-94", "from May to July", "between 1990 and 1994"."""
    if start != end + 1 or before.form.kind != "date" or after.form.kind != "date" or before.type != after.type:
        return False
    link = words.words[end]
    opener = words.words[first - 1] if first else ""
    if lexicon.value("AND", link):
        return lexicon.value("BETWEEN", opener) is not None
    if lexicon.value("MARK_HYPHEN", link):
        return True
    # "moved from Friday to Monday" is no range
    return lexicon.value("TO", link) is not None and before.form.weekday is None


def _head(reading: Reading, first: int, last: int) -> int:
    """The token of `[first, last)` that hangs on a token outside."""
    for token in range(last - 1, first - 1, -1):
        head = reading.heads[token]
        if head == token or not first <= head < last:
            return token
    return first


def time_for(reading: Reading, mentions: Sequence[TimeMention], token: int) -> int | None:
    """The index of the mention that dates the event told by the word at `token`, or None.

    A time that hangs on the word (or on something under it) without another clause between comes first, then one that
    hangs on the verb above it, then the only one of the sentence unless it belongs to another clause or another voice.
    """
    sentence = reading.sentence_of[token]
    inside = [
        (index, _head(reading, mention.first, mention.last))
        for index, mention in enumerate(mentions)
        if mention.sentence == sentence and mention.type != "SET" and mention.when is not None
    ]
    if not inside:
        return None
    governors = list(_governors(reading, token))
    for governor in governors:
        near = [
            (steps, abs(head - governor), index)
            for index, head in inside
            if (steps := _steps_up(reading, head, governor)) is not None
        ]
        if near:
            return min(near)[2]
    if len(inside) == 1 and not _apart(reading, inside[0][1], token):
        return inside[0][0]
    return None


def _governors(reading: Reading, token: int) -> Iterator[int]:
    """The word, then the verbs that share its time: above a noun, above an infinitive, before a joined verb."""
    yield token
    while True:
        dep, head = reading.deps[token], reading.heads[token]
        if head == token or (dep in _CLAUSES and not _shares_time(reading, token)):
            return
        if _is_joined_clause(reading, token):
            return
        token = head
        yield token


def _is_joined_clause(reading: Reading, verb: int) -> bool:
    """A coordinated clause with a subject of its own: it has a time of its own too."""
    return reading.deps[verb] == "conj" and any(
        reading.deps[child] in ("nsubj", "nsubjpass") for child in reading.children[verb]
    )


def _shares_time(reading: Reading, verb: int) -> bool:
    """Whether a clause has no tense, and so the time of the clause above ("..., making a first trip to meet him")."""
    if reading.tags[verb] == "VBG":
        return True
    return reading.tags[verb] == "VB" and any(reading.tags[child] == "TO" for child in reading.children[verb])


def _steps_up(reading: Reading, token: int, goal: int) -> int | None:
    """How many heads lie between a time and `goal`; None where another clause comes between or it never gets there."""
    steps = 0
    while token != goal:
        head = reading.heads[token]
        joined_verb = reading.deps[token] == "conj" and reading.tags[token].startswith("VB")
        if head == token or reading.deps[token] in _CLAUSES or joined_verb:
            return None
        token = head
        steps += 1
    return steps


def _apart(reading: Reading, one: int, other: int) -> bool:
    """Whether a clause of its own (relative, reported, participial) lies between two tokens."""
    above = {other: False}
    crossed = False
    token = other
    while reading.heads[token] != token:
        crossed = crossed or reading.deps[token] in _FOREIGN_CLAUSES or _is_joined_clause(reading, token)
        token = reading.heads[token]
        above[token] = crossed
    token, crossed = one, False
    while token not in above:
        head = reading.heads[token]
        if head == token:
            return True
        crossed = crossed or reading.deps[token] in _FOREIGN_CLAUSES or _is_joined_clause(reading, token)
        token = head
    return crossed or above[token]
