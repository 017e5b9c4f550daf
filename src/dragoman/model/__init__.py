"""The nouns of the house: frozen dataclasses that import the standard library alone."""
