"""The front door: bytes to articles, and an article to the clean copy that the parser reads.

Importing the room is cheap: the tools for HTML, broken encodings and word frequencies load at their first use.
"""

from dragoman.intake.articles import article_from_text
from dragoman.intake.clean import Cleaned, clean_article
from dragoman.intake.formats import read_articles

__all__ = ["Cleaned", "article_from_text", "clean_article", "read_articles"]
