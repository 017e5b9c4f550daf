"""Which words are cues, and which rules of the lexicon they meet: lemmas, further words, objects and modifiers."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from dragoman.extract.mentions import MentionFinder
from dragoman.extract.syntax import Syntax
from dragoman.knowledge.lexicon import Lexicon, Rule
from dragoman.model.reading import Reading

_SECOND_WORD = frozenset({"prt", "prep", "advmod", "dative", "agent", "aux", "oprd", "acomp"})
_NOMINAL = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "attr", "ROOT", "conj"})


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues of one reading; nothing here depends on who the parties are."""

    reading: Reading
    syntax: Syntax
    mentions: MentionFinder
    lexicon: Lexicon
    elsewhere: Collection[int]
    """Tokens of phrases in which a cue means something else."""

    def among(self, first: int, last: int) -> list[int]:
        """The tokens in `[first, last)` that may be cues, in order."""
        return [token for token in range(first, last) if token not in self.elsewhere and self._is_cue(token)]

    def is_nominal(self, token: int) -> bool:
        """True where `token` can only be a noun cue: a noun, or a verbal noun ("Fighting between ...")."""
        return self.reading.tags[token][0] == "N" or self._is_gerund(token)

    def verb_rules(self, verb: int) -> list[tuple[Rule, tuple[int, ...]]]:
        """The rules that a verb meets, each with the tokens of its cue (the verb first, a demanded object last).

        The more particular rule comes first: with an object, then with further words, then the order of the files.
        """
        matched: list[tuple[int, Rule, tuple[int, ...]]] = []
        for second, rule in self.lexicon.index.verbs.get(self.reading.lemmas[verb], ()):
            words = self._second_words(verb, second)
            if words is None:
                continue
            if rule.objects:
                at = self._object_among(verb, rule.objects, words[-1])
                if at is None:
                    continue
                words = (*words, at)
                if not self._has_right_modifiers(at, rule):
                    continue
            if rule.without and self._object_among(verb, rule.without, words[-1]) is not None:
                continue
            matched.append((2 * bool(rule.objects) + bool(second), rule, words))
        matched.sort(key=lambda item: -item[0])
        return [(rule, words) for _, rule, words in matched]

    def adjective_rules(self, token: int) -> tuple[Rule, ...]:
        """The rules of a predicate adjective or participle."""
        return self.lexicon.index.adjectives.get(self.reading.lower[token], ())

    def noun_rules(self, noun: int) -> Iterator[Rule]:
        """The rules that a noun meets with the words before it."""
        return (rule for rule in self._rules_of_noun(noun) if self._has_right_modifiers(noun, rule))

    def _is_cue(self, token: int) -> bool:
        index, reading = self.lexicon.index, self.reading
        tag = reading.tags[token][0]
        return (
            (tag == "V" and reading.lemmas[token] in index.verbs)
            or (tag == "N" and bool(self._rules_of_noun(token)))
            or (tag in "JV" and reading.lower[token] in index.adjectives)
            or self._is_gerund(token)
        )

    def _is_gerund(self, token: int) -> bool:
        """A verbal noun that the parser takes for a verb: "Fighting between ..."."""
        reading = self.reading
        return (
            reading.tags[token] == "VBG"
            and reading.deps[token] in _NOMINAL
            and reading.lower[token] in self.lexicon.index.nouns
        )

    def _rules_of_noun(self, noun: int) -> tuple[Rule, ...]:
        """The rules of a noun's lemma; words joined by a hyphen ("cease-fire") are looked up whole first."""
        reading, nouns = self.reading, self.lexicon.index.nouns
        word = reading.lower[noun] if reading.tags[noun] == "VBG" else reading.lemmas[noun]
        if noun > 1 and reading.words[noun - 1] == "-":
            whole = f"{reading.lower[noun - 2]}-{word}"
            joined = nouns.get(whole) or nouns.get(whole.replace("-", ""))
            if joined:
                return joined
        return nouns.get(word, ())

    def _has_right_modifiers(self, noun: int, rule: Rule) -> bool:
        """Whether the words before a noun hold one that the rule asks for, and none that it excludes."""
        reading = self.reading
        around = {
            reading.lower[child]
            for child in reading.children[noun]
            if reading.deps[child] in ("compound", "amod", "nmod")
        }
        return not (rule.without & around) and (not rule.modifiers or bool(rule.modifiers & around))

    def _second_words(self, verb: int, words: tuple[str, ...]) -> tuple[int, ...] | None:
        """The verb and the particles and prepositions that its cue demands, each under the verb or the one before."""
        found = [verb]
        for word in words:
            at = self._second_word((found[-1], verb), word)
            if at is None:
                return None
            found.append(at)
        return tuple(found)

    def _second_word(self, parents: tuple[int, ...], word: str) -> int | None:
        reading = self.reading
        for parent in parents:
            for child in reading.children[parent]:
                if (
                    reading.lower[child] == word
                    and reading.deps[child] in _SECOND_WORD
                    and reading.tags[child] != "TO"
                    and not self._is_before_time(child)
                ):
                    return child
        return None

    def _is_before_time(self, preposition: int) -> bool:
        """True for the "on" of "called his colleague on Tuesday", which belongs to no cue."""
        labels = self.mentions.label_at
        return any(
            child in labels and labels[child][2] in ("DATE", "TIME") for child in self.reading.children[preposition]
        )

    def _object_among(self, verb: int, lemmas: frozenset[str], last_word: int) -> int | None:
        """The object (or the noun under an object like "series of") that is one of `lemmas`; after a preposition that
        belongs to the cue, its object ("come to terms")."""
        reading = self.reading
        objects = self.syntax.objects(verb)
        if self.syntax.is_passive(verb):  # "was given a loan": what is given stays an object
            objects = (*objects, *(child for child in reading.children[verb] if reading.deps[child] == "dobj"))
        if last_word != verb:
            objects = (*(child for child in reading.children[last_word] if reading.deps[child] == "pobj"), *objects)
        for noun in objects:
            for at in (noun, *self.syntax.prepositional(noun, ("of",))):
                if reading.lemmas[at] in lemmas:
                    return at
        return None
