"""How much is read at most, and why."""

MAX_READ = 1_000_000
"""Characters of an article that are read: the longest reports have a tenth of it, and a parser holds it all at once."""

MAX_WORD = 200
"""Characters of a word: longer ones are data or noise, and the tokenizer's time grows with the square of the length."""

MAX_ROW = 64 * 1024 * 1024
"""Bytes of one row of JSON Lines: sixty times MAX_READ, and still a small part of a machine's memory."""

MAX_FILE = 64 * 1024 * 1024
"""Bytes of a file that holds one article (unpacked), for the same reason."""

MAX_PAGE = 16 * 1024 * 1024
"""Bytes of an HTML page: its tree takes some twenty times as much memory."""
