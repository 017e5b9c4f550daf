"""`train`."""

from __future__ import annotations

from pathlib import Path

from dragoman.classify.classifier import NONE, Classifier
from dragoman.classify.marks import MarkedSentence
from dragoman.classify.training import Fit, fit_head
from dragoman.cli.exits import ALL_READ, CallError, complain
from dragoman.cli.output import opened
from dragoman.intake.marked_rows import RowError, read_rows


def run_train(file: Path, out: Path, base: Path | None) -> int:
    """Fit a head to a user's rows; figures go to standard output, progress to standard error."""
    try:
        rows = list(read_rows(file))
    except (RowError, UnicodeDecodeError, OSError) as error:
        raise CallError(str(error)) from error
    sentences = [MarkedSentence(row.text, row.actor, row.recipient, row.cue) for row in rows]
    classifier = Classifier.find(base)
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("reading", total=len(rows))
        fit = fit_head(sentences, [row.type for row in rows], classifier, out, tick=lambda: bar.advance(task))
    with opened(None) as handle:
        handle.write("\n".join(_lines(fit)) + "\n")
    if not any(row.type == NONE for row in rows):
        complain("no rows of NONE: the model will see an event in every pair; mark some pairs without one")
    complain(f"{out}: written; use it with --model {out}")
    return ALL_READ


def _lines(fit: Fit) -> list[str]:
    width = max(len(row.type) for row in fit.figures) + 2
    lines = [f"{'type':{width}s}{'rows':>6s}{'precision':>11s}{'recall':>9s}{'F1':>8s}"]
    lines += [
        f"{row.type:{width}s}{row.rows:6d}{row.precision:11.3f}{row.recall:9.3f}{row.f1:8.3f}" for row in fit.figures
    ]
    lines.append(f"accuracy {fit.accuracy:.3f}, macro-F1 {fit.macro_f1:.3f}; five-fold cross-validation")
    if fit.confusions:
        lines.append("taken for another most often:")
        lines += [f"  {true} -> {told}: {count}" for true, told, count in fit.confusions[:12]]
    return lines
