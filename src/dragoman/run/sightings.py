"""Asks the tagger about sentences of a reading."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.classify.tagger import Tagger
from dragoman.extract.statements_joined import Look
from dragoman.model.finding import SeenStatement, Sighting
from dragoman.model.reading import Reading


def look_with(tagger: Tagger, reading: Reading) -> Look:
    """A function that shows the tagger some sentences, in their order, and gives its answer in the reading's tokens."""

    def look(sentences: Sequence[int]) -> Sighting:
        tokens = [
            token
            for number in sentences
            for token in range(reading.sentences[number].first, reading.sentences[number].last)
        ]
        paragraphs = [reading.sentences[reading.sentence_of[token]].paragraph for token in tokens]
        numbers = [reading.sentence_of[token] for token in tokens]
        seen = tagger.look([reading.words[token] for token in tokens], paragraphs, numbers)
        chances = [0.0] * len(reading)
        for token, chance in zip(tokens, seen.chances, strict=True):
            chances[token] = chance

        def placed(part: tuple[int, int]) -> tuple[int, int]:
            return tokens[part[0]], tokens[part[1] - 1] + 1

        statements = tuple(
            SeenStatement(
                placed(each.cue), placed(each.speaker) if each.speaker is not None else None,
                tuple(placed(part) for part in each.content), each.chance,
            )
            for each in seen.statements
        )  # fmt: skip
        return Sighting(statements, tuple(chances))

    return look
