"""Words that show what an event is about: PLOVER's contexts by their wording."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dragoman.knowledge.gazetteer import name_tokens
from dragoman.knowledge.tables import DATA, DataError, read_yaml


@dataclass(frozen=True, slots=True)
class ContextWords:
    """Words and phrases by their first word, each with the contexts that it shows, the longest first."""

    by_first: Mapping[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]

    def shown(self, lower: Sequence[str], lemmas: Sequence[str], tokens: Collection[int]) -> tuple[str, ...]:
        """The contexts that the words at `tokens` show, in the order met; a word may stand as written or as its lemma.

        A phrase must begin among `tokens`; what follows it belongs to it wherever the parser has hung it.
        """
        found: dict[str, None] = {}
        for at in sorted(tokens):
            for phrase, contexts in self.by_first.get(lower[at]) or self.by_first.get(lemmas[at]) or ():
                if at + len(phrase) <= len(lower) and all(
                    part in (lower[at + offset], lemmas[at + offset]) for offset, part in enumerate(phrase)
                ):
                    found.update(dict.fromkeys(contexts))
                    break
        return tuple(found)


def load_context_words(
    path: Path = DATA / "languages" / "en" / "contexts.yaml", known: Collection[str] | None = None
) -> ContextWords:
    """Read contexts.yaml; DataError for a context that is not among `known`, where they are given."""
    contexts: dict[tuple[str, ...], list[str]] = {}
    for context, words in read_yaml(path).items():
        if known is not None and context not in known:
            raise DataError(f"{path.name}: {context} is no context of the ontology ({', '.join(sorted(known))})")
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise DataError(f"{path.name}: {context} must be a list of words")
        for word in words:
            contexts.setdefault(name_tokens(word), []).append(context)
    by_first: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for phrase, shown in contexts.items():
        by_first.setdefault(phrase[0], []).append((phrase, tuple(shown)))
    return ContextWords({first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in by_first.items()})
