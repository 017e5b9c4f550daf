"""What both models share: where they are installed, and how they are opened."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

PACKAGE = "dragoman_model"
TOKENIZER_FILE = "tokenizer.json"


def installed_folder() -> Path | None:
    """The folder of the installed models; None where they are not installed."""
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations)))


def files_hash(folder: Path, names: Iterable[str]) -> str:
    """The first 16 hex digits of a SHA-256 over those of the files that are there, in the order given."""
    digest = hashlib.sha256()
    for name in names:
        if (folder / name).is_file():
            digest.update((folder / name).read_bytes())
    return digest.hexdigest()[:16]


def open_tokenizer(folder: Path) -> Any:
    """The tokenizer of a model's folder."""
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(folder / TOKENIZER_FILE))


def open_session(path: Path) -> Any:
    """An ONNX session that answers alike whatever runs beside it.

    One thread and one text at a time: int8 scales are taken over a batch, and the same text must get the same answer in
    whatever company it comes.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def softmax(logits: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Chances along the last axis."""
    powers = np.exp(logits - logits.max(-1, keepdims=True))
    found: np.ndarray[Any, Any] = powers / powers.sum(-1, keepdims=True)
    return found
