"""Fits a head of a user's own types over the vectors of the model; needs scikit-learn (the extra `train`)."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from dragoman.classify.classifier import ABOUT_FILE, HEAD_FILE, MODEL_FILE, Classifier
from dragoman.classify.marks import MarkedSentence
from dragoman.classify.package import TOKENIZER_FILE

FOLDS = 5
LEAST = 10
"""Fewer rows of a type than this are refused; fifty and more are advised."""


class TrainingError(ValueError):
    """The rows cannot be trained on; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class TypeFigures:
    """How well one type was told in cross-validation: each row judged by a head that had not seen it."""

    type: str
    rows: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Fit:
    """What training gave: figures by type, the confusion table (true type, type told, rows), and both averages."""

    figures: tuple[TypeFigures, ...]
    confusions: tuple[tuple[str, str, int], ...]
    accuracy: float
    macro_f1: float


def fit_head(
    sentences: Sequence[MarkedSentence], types: Sequence[str], base: Classifier, out: Path, *, seed: int = 7,
    tick: Callable[[], None] = lambda: None,
) -> Fit:  # fmt: skip
    """Fit a head for these sentences and their types, and write the folder `out`, which a `Classifier` loads.

    `tick` is called once a sentence. Raises TrainingError for too few rows or types, and where scikit-learn is missing.
    """
    try:
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import StratifiedKFold, cross_val_predict
    except ImportError as error:
        raise TrainingError("training needs scikit-learn; install it with: pip install 'dragoman[train]'") from error
    counts = Counter(types)
    if len(counts) < 2:
        raise TrainingError("the rows are all of one type; mark rows of another, or of NONE")
    few = [f"{name} {count}" for name, count in sorted(counts.items()) if count < LEAST]
    if few:
        raise TrainingError(f"too few rows of {', '.join(few)}; mark at least {LEAST} of each type, better fifty")
    features = []
    for sentence in sentences:
        features.append(base.logits(sentence)[0])
        tick()
    vectors, labels = np.array(features), np.array(types)
    head = LogisticRegression(C=0.1, max_iter=2000)
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
    chances = cross_val_predict(head, vectors, labels, cv=folds, method="predict_proba")
    names = sorted(counts)
    told = [names[at] for at in chances.argmax(1)]
    head.fit(vectors, labels)
    _write(out, base, head, names)
    return _fit(list(types), told, names)


def _write(out: Path, base: Classifier, head: Any, names: list[str]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for name in (MODEL_FILE, TOKENIZER_FILE):
        shutil.copyfile(base.folder / name, out / name)
    weights, bias = head.coef_.T, head.intercept_
    if weights.shape[1] == 1:  # two types: scikit-learn keeps the second one's logit alone
        weights, bias = np.concatenate([np.zeros_like(weights), weights], 1), np.array([0.0, bias[0]])
    np.savez_compressed(out / HEAD_FILE, weights=weights.astype(np.float32), bias=bias.astype(np.float32))
    about = {**base.about, "version": f"{base.about['version']}+own", "types": names, "temperature": 1.0, "figures": {}}
    (out / ABOUT_FILE).write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


def _fit(true: list[str], told: list[str], names: list[str]) -> Fit:
    pairs = Counter(zip(true, told, strict=True))
    figures = []
    for name in names:
        right = pairs[name, name]
        precision = right / max(1, told.count(name))
        recall = right / max(1, true.count(name))
        f1 = 2 * precision * recall / (precision + recall) if right else 0.0
        figures.append(TypeFigures(name, true.count(name), round(precision, 3), round(recall, 3), round(f1, 3)))
    wrong = sorted(((a, b, count) for (a, b), count in pairs.items() if a != b), key=lambda row: (-row[2], row))
    accuracy = sum(pairs[name, name] for name in names) / len(true)
    return Fit(
        tuple(figures), tuple(wrong), round(accuracy, 3), round(sum(row.f1 for row in figures) / len(figures), 3)
    )
