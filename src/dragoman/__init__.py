"""dragoman: a sourced record of diplomacy, read from news reports."""

__version__ = "0.1.0"
