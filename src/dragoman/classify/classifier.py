"""Runs the small model: what a marked party does to another, with how sure it is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from dragoman.classify.marks import MarkedSentence, marked_tokens
from dragoman.classify.package import (
    TOKENIZER_FILE,
    files_hash,
    installed_folder,
    open_session,
    open_tokenizer,
    softmax,
)

NONE = "NONE"
MODEL_FILE, ABOUT_FILE = "model.onnx", "model.json"
HEAD_FILE = "head.npz"
"""A head of the user's own types over the same vectors, in the place of the one inside the model."""


class ClassifierMissingError(RuntimeError):
    """There is no such model; the message says how to get one."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the model makes of a marked sentence.

    `types` are calibrated probabilities of the types with a share worth telling, the likeliest first; NONE is "the one
    does nothing to the other". A type may be one that another is coded as ("SANCTION.embargo").
    """

    types: Mapping[str, float]
    mode: str | None
    denied: float
    statuses: Mapping[str, float]
    features: tuple[float, ...] = ()


@dataclass(frozen=True)
class Classifier:
    """A model in a folder; loading is put off until it is first asked."""

    folder: Path

    @classmethod
    def find(cls, folder: Path | None = None) -> Classifier:
        """The model in a folder, or the installed one; raises ClassifierMissingError."""
        if folder is None:
            folder = installed_folder()
            if folder is None:
                raise ClassifierMissingError(
                    "the model is not installed (package dragoman-model); install models/dragoman_model of the "
                    "project, or code with --engine rules"
                )
        missing = [name for name in (MODEL_FILE, TOKENIZER_FILE, ABOUT_FILE) if not (folder / name).is_file()]
        if missing:
            raise ClassifierMissingError(f"{folder}: holds no {', '.join(missing)}; give a folder made by training")
        return cls(folder)

    @cached_property
    def about(self) -> dict[str, Any]:
        """What model.json tells: names of labels, temperature, version, figures."""
        content: dict[str, Any] = json.loads((self.folder / ABOUT_FILE).read_text(encoding="utf-8"))
        return content

    @cached_property
    def hash(self) -> str:
        """The first 16 hex digits of a SHA-256 over the model's files."""
        return files_hash(self.folder, (MODEL_FILE, TOKENIZER_FILE, ABOUT_FILE, HEAD_FILE))

    @property
    def name(self) -> str:
        """Version and hash, as each run keeps them."""
        return f"{self.about['version']} {self.hash}"

    @cached_property
    def _tokenizer(self) -> Any:
        return open_tokenizer(self.folder)

    @cached_property
    def _session(self) -> Any:
        return open_session(self.folder / MODEL_FILE)

    @cached_property
    def _head(self) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]] | None:
        if not (self.folder / HEAD_FILE).is_file():
            return None
        with np.load(self.folder / HEAD_FILE) as stored:
            return stored["weights"], stored["bias"]

    def logits(self, sentence: MarkedSentence) -> list[np.ndarray[Any, Any]]:
        """The features and the logits of each head."""
        tokens = marked_tokens(sentence, self._tokenizer)
        inputs = {
            "ids": np.array([tokens.ids], dtype=np.int64),
            "mask": np.ones((1, len(tokens.ids)), dtype=np.int64),
            "places": np.array([[tokens.actor, tokens.recipient]], dtype=np.int64),
        }
        features, types, *rest = (out[0] for out in self._session.run(None, inputs))
        if self._head is not None:
            weights, bias = self._head
            types = features @ weights + bias
        return [features, types, *rest]

    def judge(self, sentence: MarkedSentence) -> Opinion:
        """The model's opinion of a marked sentence."""
        features, types, modes, polarities, statuses = self.logits(sentence)
        about = self.about
        chances = softmax(types / about["temperature"])
        order = np.argsort(-chances, kind="stable")
        names = about["types"]
        mode = about["modes"][int(np.argmax(modes))]
        return Opinion(
            types={names[at]: round(float(chances[at]), 4) for at in order if chances[at] >= 0.005},
            mode=None if mode == "none" else mode,
            denied=round(float(softmax(polarities)[about["polarities"].index("denied")]), 4),
            statuses=dict(zip(about["statuses"], softmax(statuses).round(4).tolist(), strict=True)),
            features=tuple(features.tolist()),
        )
