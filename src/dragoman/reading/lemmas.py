"""Lemmas by the model's own tables, one look-up for each distinct word and tag.

spaCy's lemmatizer and attribute ruler visit every token and cost a sixth of the parse; a word with its tag always gives
the same lemma, so the same tables asked once and remembered give the same answer for nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

# Tags whose word already is its lemma: singular nouns, infinitives, plain presents, positives.
_BASE_TAGS = frozenset({"NN", "VB", "VBP", "JJ", "RB"})
_IRREGULAR = {
    "n't": "not", "'ve": "have", "’ve": "have", "'re": "be", "’re": "be", "'ll": "will", "’ll": "will", "n’t": "not",
    "'m": "be", "’m": "be", "'d": "would", "’d": "would", "ca": "can", "wo": "will", "am": "be", "are": "be",
    "is": "be", "was": "be", "were": "be", "been": "be", "being": "be", "has": "have", "had": "have",
    "does": "do", "did": "do",
    "an": "a", "me": "i", "him": "he", "them": "they", "us": "we",
}  # fmt: skip
_LIMIT = 200_000  # distinct (word, tag) pairs kept; a year of wire news has about 150,000


@dataclass(slots=True)
class Lemmatizer:
    """Gives lower-case lemmas; `rules`, `exceptions`, `index` are spaCy's tables by coarse part of speech."""

    rules: Mapping[str, Sequence[tuple[str, str]]]
    exceptions: Mapping[str, Mapping[str, Sequence[str]]]
    index: Mapping[str, frozenset[str]]
    _known: dict[tuple[str, str], str] = field(default_factory=dict)

    def lemma(self, lower: str, tag: str) -> str:
        """The lemma of a lower-case word with its Penn tag."""
        key = (lower, tag)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _LIMIT:
                self._known.clear()
            found = self._known[key] = self._look_up(lower, tag)
        return found

    def _look_up(self, lower: str, tag: str) -> str:
        if tag[:2] in ("VB", "MD", "RB", "PR", "DT") and lower in _IRREGULAR:
            return _IRREGULAR[lower]
        if tag in ("VBZ", "VBD") and lower in ("'s", "’s"):
            return "be"
        if tag in _BASE_TAGS:
            return lower
        part = "verb" if tag[0] == "V" else "noun" if tag in ("NNS", "NNPS") else "adj" if tag[:2] == "JJ" else ""
        if not part:
            return lower
        known = self.exceptions.get(part, {}).get(lower)
        if known:
            return known[0]
        index = self.index.get(part, frozenset())
        unknown = ""
        for old, new in self.rules.get(part, ()):
            if lower.endswith(old):
                form = lower[: len(lower) - len(old)] + new
                if form in index:
                    return form
                if form and not unknown:
                    unknown = form
        # a plural name that is no plural of a known noun ("the Maldives") stays whole
        return lower if tag == "NNPS" else unknown or lower
