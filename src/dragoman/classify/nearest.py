"""The training sentences that a marked sentence is most like, by the model's own vectors: an answer one can check."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

VECTORS_FILE, TEXTS_FILE = "neighbours.npz", "neighbours.txt.gz"


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A sentence of the training set: where it stands there, its label, and how like it is (cosine, -1 to 1)."""

    where: str
    label: str
    text: str
    likeness: float


@dataclass(frozen=True)
class Neighbours:
    """The training set as the model sees it, one short vector a row."""

    texts: tuple[str, ...]
    vectors: np.ndarray[Any, Any]
    mean: np.ndarray[Any, Any]
    directions: np.ndarray[Any, Any]

    @classmethod
    def load(cls, folder: Path) -> Neighbours | None:
        """Those of a model's folder; None where it has none."""
        if not (folder / VECTORS_FILE).is_file() or not (folder / TEXTS_FILE).is_file():
            return None
        with np.load(folder / VECTORS_FILE) as stored:
            vectors, mean, directions = (stored[name].astype(np.float32) for name in ("vectors", "mean", "directions"))
        with gzip.open(folder / TEXTS_FILE, "rt", encoding="utf-8") as handle:
            texts = tuple(line.rstrip("\n") for line in handle)
        return cls(texts, vectors / np.linalg.norm(vectors, axis=1, keepdims=True), mean, directions)

    def nearest(self, features: tuple[float, ...], count: int = 3) -> list[Neighbour]:
        """The likest rows, the likest first; of one text only one."""
        vector = (np.asarray(features, dtype=np.float32) - self.mean) @ self.directions.T
        likeness = self.vectors @ (vector / (np.linalg.norm(vector) or 1.0))
        found: dict[str, Neighbour] = {}
        for at in np.argsort(-likeness, kind="stable"):
            where, label, text = self.texts[at].split("\t", 2)
            found.setdefault(text, Neighbour(where, label, text, round(float(likeness[at]), 3)))
            if len(found) == count:
                break
        return list(found.values())
