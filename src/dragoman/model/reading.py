"""The parsed article, as plain arrays under one label scheme: all that the finders see of a parser."""

from __future__ import annotations

from dataclasses import dataclass, field

from dragoman.model.article import CleanText
from dragoman.model.span import Span


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens `[first, last)` of a reading; `paragraph` counts from 0."""

    first: int
    last: int
    paragraph: int
    headline: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """Tokens of one article, index-aligned lists; made once and then only read.

    `words`, `lower`, `lemmas`: the repaired words, their lower case, their lower-case lemmas. `tags`: Penn Treebank
    tags. `deps`: ClearNLP dependency labels (nsubj, nsubjpass, dobj, pobj, prep, agent, conj, appos, poss, relcl, acl,
    xcomp, ccomp, advcl, ...). `heads`: index of the head, a root is its own head. `entities`: ``(first, last, label)``
    token ranges with OntoNotes labels. `starts`/`ends`: offsets into the article's own text (never the clean copy);
    `clean_starts`/`clean_ends`: offsets into `clean.text`.
    """

    clean: CleanText
    words: list[str]
    lower: list[str]
    lemmas: list[str]
    tags: list[str]
    deps: list[str]
    heads: list[int]
    starts: list[int]
    ends: list[int]
    clean_starts: list[int]
    clean_ends: list[int]
    entities: list[tuple[int, int, str]]
    sentences: list[Sentence]
    sentence_of: list[int]
    children: list[list[int]] = field(repr=False)

    def __len__(self) -> int:
        return len(self.words)

    def span(self, first: int, last: int) -> Span:
        """The article's span of the tokens `[first, last)`."""
        return Span(self.starts[first], self.ends[last - 1])

    def phrase(self, first: int, last: int) -> str:
        """The repaired words of the tokens `[first, last)` as they stand in the clean copy."""
        return self.clean.text[self.clean_starts[first] : self.clean_ends[last - 1]]

    def subtree(self, head: int) -> list[int]:
        """All tokens under `head`, itself included, in order."""
        seen: list[int] = []
        todo = [head]
        children = self.children
        while todo:
            token = todo.pop()
            seen.append(token)
            todo.extend(children[token])
        seen.sort()
        return seen
