"""Whether memory stays flat over a whole archive: the peak after each half of the articles."""

from __future__ import annotations

import argparse

import psutil

from dragoman.intake import read_articles
from dragoman.intake.formats import count_articles
from dragoman.model.dossier import Dossier
from dragoman.run.coder import loaded_coder
from measure import corpus, result, table

MEBIBYTE = 1 << 20


def main() -> None:
    """Code all articles, ask for the resident memory after each, and compare the peaks of the halves."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", help="files of articles (default: all of ../shared/corpus)")
    paths = corpus(parser.parse_args().paths)
    process = psutil.Process()
    coder = loaded_coder()
    loaded = process.memory_info().rss
    total = count_articles(paths) or 0
    peaks, counts, claims = [loaded, loaded], [0, 0], [0, 0]
    for found in coder.code(read_articles(paths)):
        half = int(sum(counts) >= total / 2)
        peaks[half] = max(peaks[half], process.memory_info().rss)
        counts[half] += 1
        claims[half] += len(found.claims) if isinstance(found, Dossier) else 0
    table(
        ("part", "articles", "claims", "peak MiB"),
        [
            ("loaded", 0, 0, loaded / MEBIBYTE),
            ("first half", counts[0], claims[0], peaks[0] / MEBIBYTE),
            ("second half", counts[1], claims[1], peaks[1] / MEBIBYTE),
        ],
    )
    result("peak_mib", max(peaks) / MEBIBYTE)
    result("second_half_to_first", peaks[1] / peaks[0])


if __name__ == "__main__":
    main()
