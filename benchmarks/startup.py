"""How long the program takes to start: help, the import, and one short article."""

from __future__ import annotations

import subprocess
import sys
import time

from measure import result, table

ROUNDS = 5
ARTICLE = b"LIMA -- Peru and Chile signed a treaty on fishing on Monday, the foreign ministry of Peru said."
PROGRAM = "from dragoman.cli.main import main; main()"
CALLS = {
    "python": ([sys.executable, "-c", "pass"], b""),
    "import": ([sys.executable, "-c", "import dragoman"], b""),
    "help": ([sys.executable, "-c", PROGRAM, "--help"], b""),
    "one_article": ([sys.executable, "-c", PROGRAM, "code", "-"], ARTICLE),
}


def seconds(command: list[str], given: bytes) -> float:
    """Wall-clock seconds of a process from start to end."""
    start = time.perf_counter()
    subprocess.run(command, input=given, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def main() -> None:
    """Time each call some times; the fastest counts, for it was disturbed least."""
    best = {name: min(seconds(*call) for _ in range(ROUNDS)) for name, call in CALLS.items()}
    table(("what", "wall s", "without python"), [(name, took, took - best["python"]) for name, took in best.items()])
    for name, took in best.items():
        result(f"startup_{name}_seconds", took)


if __name__ == "__main__":
    main()
