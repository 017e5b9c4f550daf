"""What can go wrong with a database, each with a code for programs and a message that tells people how to mend it."""

from __future__ import annotations

from typing import ClassVar


class StoreError(Exception):
    """Any failure of the store. `code` is stable; the message says what to do. Subclasses name the cases."""

    code: ClassVar[str] = "database"

    @property
    def message(self) -> str:
        return str(self)


class MissingError(StoreError):
    """There is no such file or folder."""

    code = "missing"


class NotDatabaseError(StoreError):
    """The file is not a DuckDB database, or is damaged."""

    code = "not-a-database"


class OtherProgramError(StoreError):
    """The file is a DuckDB database, but another program's."""

    code = "other-program"


class NewerVersionError(StoreError):
    """The database was written by a newer version of the program (or of DuckDB)."""

    code = "newer-version"


class OlderVersionError(StoreError):
    """The database needs a migration, but was opened for reading only."""

    code = "older-version"


class LockedError(StoreError):
    """Another process (or another connection of this one) holds the database."""

    code = "locked"


class ChangedError(StoreError):
    """Another program changed the database while a draft of it was written; the draft is given up."""

    code = "changed"


class PermissionDeniedError(StoreError):
    """The file may not be read or written by this user."""

    code = "no-permission"


class ReadOnlyFolderError(StoreError):
    """Nothing may be written in the database's folder."""

    code = "read-only-folder"


class DiskFullError(StoreError):
    """There is no space left; nothing of the batch was kept."""

    code = "disk-full"


class UnknownClaimError(StoreError):
    """No claim has the id."""

    code = "unknown-claim"


class AmbiguousClaimError(StoreError):
    """More than one claim begins with the id."""

    code = "ambiguous-claim"


class FilterError(StoreError):
    """A filter's value makes no sense."""

    code = "bad-filter"
