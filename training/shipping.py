"""Writes a trained network as the folder that the program runs: int8 ONNX, tokenizer, labels, figures, neighbours."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from rows import FOLDER

from dragoman.intake.marked_rows import TrainingRow

if TYPE_CHECKING:
    from train import Labels, Network

VERSION = "1"
NEIGHBOUR_LENGTH = 96  # of the vectors by which the nearest training sentences are found


def export(network: Network, path: Path) -> None:
    """The network as int8 ONNX: weights in eight bits, one scale an output channel, activations at run time."""
    network.eval()
    ids = torch.ones(1, 12, dtype=torch.long)
    inputs = (ids, torch.ones_like(ids), torch.tensor([[1, 2]]))
    length = {0: "rows", 1: "length"}
    with TemporaryDirectory() as folder:
        whole = str(Path(folder) / "whole.onnx")
        torch.onnx.export(
            network, inputs, whole, input_names=["ids", "mask", "places"],
            output_names=["features", "types", "modes", "polarities", "statuses"],
            dynamic_axes={"ids": length, "mask": length, "places": {0: "rows"}}, opset_version=17, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(whole, str(path), weight_type=QuantType.QInt8, per_channel=True)


def training_hash() -> str:
    """The first 16 hex digits of a SHA-256 over the files of the training set."""
    digest = hashlib.sha256()
    for path in sorted(FOLDER.glob("*.txt")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def write_about(path: Path, labels: Labels, temperature: float, figures: dict[str, float]) -> None:
    about = {
        "version": VERSION,
        "base": "all-MiniLM-L6-v2",
        "training_set": training_hash(),
        "temperature": temperature,
        "types": labels.types,
        "modes": labels.modes,
        "polarities": labels.polarities,
        "statuses": labels.statuses,
        "figures": {name: round(value, 4) for name, value in figures.items()},
    }
    path.write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


def write_neighbours(folder: Path, rows: Sequence[TrainingRow], features: np.ndarray) -> None:
    """The training sentences with short vectors: the features along their main directions, in eight bits."""
    mean = features.mean(0)
    _, _, directions = np.linalg.svd(features - mean, full_matrices=False)
    directions = directions[:NEIGHBOUR_LENGTH]
    vectors = (features - mean) @ directions.T
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    np.savez_compressed(
        folder / "neighbours.npz", vectors=np.round(vectors * 127).astype(np.int8),
        mean=mean.astype(np.float16), directions=directions.astype(np.float16),
    )  # fmt: skip
    with gzip.GzipFile(folder / "neighbours.txt.gz", "wb", mtime=0) as handle:
        for row in rows:
            label = row.type if row.mode is None else f"{row.type}.{row.mode}"
            handle.write(f"{row.where}\t{label}\t{row.text}\n".encode())
