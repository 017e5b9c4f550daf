"""Half-open ranges of Unicode code points in an article's text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range ``[start, end)`` of code points, counted from 0 into the text an article came with.

    Raises:
        ValueError: if the range is empty, negative or reversed. A misfit span is refused, never moved.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"span {self.start}:{self.end} is empty or reversed")

    def words(self, text: str) -> str:
        """The characters the span covers in `text`; raises ValueError where it reaches past the end."""
        if self.end > len(text):
            raise ValueError(f"span {self.start}:{self.end} reaches past the text of {len(text)} characters")
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """True where the two spans share at least one character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """A span together with the very characters it covers: what is printed as ``{"start", "end", "text"}``."""

    start: int
    end: int
    text: str

    def __post_init__(self) -> None:
        if self.end - self.start != len(self.text) or self.start < 0:
            raise ValueError(f"passage {self.start}:{self.end} does not hold {len(self.text)} characters")

    @classmethod
    def cut(cls, text: str, start: int, end: int) -> Passage:
        """The passage of `text` between two offsets (code points from 0, end exclusive)."""
        return cls(start, end, Span(start, end).words(text))

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    def to_dict(self) -> dict[str, object]:
        return {"start": self.start, "end": self.end, "text": self.text}
