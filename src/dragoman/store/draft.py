"""Writes a database in a draft beside it, so that it is whole whenever a writer is killed, and read all the while."""

from __future__ import annotations

import os
import re
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self, TypeAlias

from dragoman.store.database import Store
from dragoman.store.engine import check_path, connect, kept_from_writers, speaking_errors
from dragoman.store.errors import ChangedError, LockedError, OlderVersionError, StoreError

LEAST_PAUSE = 5.0
"""Seconds from one publishing to the next, at least: coding that much again after a crash troubles nobody."""
PAUSE_FOR_COST = 20.0
"""The pause is that many times what publishing took, at least: it costs a load a twentieth of its time at most."""
_PID_WAIT = 0.2
"""Seconds that a writer may need to write down its number once it has the lock."""
_LOGS = "wal", "wal.checkpoint", "wal.recovery"
_Mark: TypeAlias = tuple[int, int, int]


class Draft:
    """A copy of a database that one writer at a time works on. Made by `open`; a context manager.

    `store` is the copy, open for writing. Leaving the context publishes what is in it: the database at `path` becomes
    the draft, in one step. So it does after Ctrl-C and after any failure but one of the store itself, which leaves the
    database as it was published last. Nothing else is left behind.
    """

    def __init__(self, path: Path, lock: int, clock: Callable[[], float], may_reach: Sequence[Path | str] = ()) -> None:
        self.path = path
        self.store: Store
        self._lock = lock
        self._clock = clock
        self._may_reach = may_reach
        self._draft = _beside(path, "draft")
        self._part = _beside(path, f"{os.getpid()}.part")
        self._published: _Mark | None = None  # the draft as it was when it and the database were the same
        self._left: _Mark | None = None  # the database as this writer found it, or put it there
        self._took = 0.0
        self._done_at = 0.0

    @classmethod
    def open(
        cls, path: Path | str, *, may_reach: Sequence[Path | str] = (), clock: Callable[[], float] = time.monotonic
    ) -> Self:
        """Takes the database at `path` for writing. A missing one is made at once; what a dead writer drafted is thrown
        away. `path` may be a link, which then stays one. `may_reach` are files to import from (`Store.open`), `clock`
        tells seconds.

        Raises:
            StoreError: LockedError where another process writes it, which the message names; else as `Store.open`.
        """
        place = Path(os.path.realpath(path)) if Path(path).is_symlink() else Path(path).absolute()
        check_path(place, read_only=False)
        with speaking_errors(place):
            draft = cls(place, _locked(place), clock, may_reach)
            try:
                draft._begin()
            except BaseException:
                draft._discard()
                raise
        return draft

    def publish(self) -> None:
        """Puts what was written so far in the place of the database; who reads that goes on reading what he opened.

        Raises:
            StoreError: where it fails, which leaves the database as it was (DiskFullError, ChangedError).
        """
        begun = self._clock()
        with speaking_errors(self.path), _undisturbed():
            if self._settled():
                try:
                    shutil.copyfile(self._draft, self._part)
                    self._put(self._part)
                finally:
                    self._part.unlink(missing_ok=True)
                self._published = _mark(self._draft)
                self._took = self._clock() - begun
            self._done_at = self._clock()

    def publish_if_due(self) -> None:
        """Publishes, if the last time is long enough ago; to be called between batches. Raises as `publish` does."""
        if self._clock() - self._done_at >= max(LEAST_PAUSE, PAUSE_FOR_COST * self._took):
            self.publish()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: type[BaseException] | None, error: BaseException | None, __: TracebackType | None) -> None:
        try:
            if not isinstance(error, StoreError):
                with speaking_errors(self.path), _undisturbed():
                    if self._settled():
                        self.store.close()
                        self._put(self._draft)  # no copy: it is wanted no more
        finally:
            self._discard()

    def _begin(self) -> None:
        """Makes the draft."""
        self._sweep()
        begun = self._clock()
        if self.path.exists():
            _take_in_log(self.path)
            with kept_from_writers(self.path):
                self._left = _mark(self.path)
                shutil.copyfile(self.path, self._draft)
            self._published = _mark(self._draft)
            self._took = self._clock() - begun
            self._done_at = self._clock()
        elif logs := _logs(self.path):
            raise StoreError(f"{logs[0]} is the log of a database that is gone; put that back, or remove the log")
        self.store = Store.open(self._draft, may_reach=self._may_reach, known_as=self.path)
        if self._left is None:
            self.publish()

    def _settled(self) -> bool:
        """Brings the draft into one file; whether there is anything in it that the database does not have."""
        self.store.checkpoint()
        if _mark(self._draft) == self._published:  # a checkpoint of nothing leaves the file alone
            return False
        if _logs(self._draft):
            raise StoreError(f"{self.path}: its draft is still being written; nothing was published")
        if _mark(self.path) != self._left or _logs(self.path):
            raise ChangedError(
                f"{self.path} was changed by another program meanwhile, and is left so; start again to add the rest"
            )
        return True

    def _put(self, file: Path) -> None:
        """Makes `file` the database. A crash of the machine leaves the one or the other: it goes to the disk first."""
        if self._left is not None:
            before = self.path.stat()
            file.chmod(before.st_mode & 0o7777)
            with suppress(OSError):  # only root may give a file away
                os.chown(file, before.st_uid, before.st_gid)
        _to_disk(file)
        file.replace(self.path)
        self._left = _mark(self.path)
        with suppress(OSError):  # some file systems cannot do it with a folder
            _to_disk(self.path.parent)

    def _sweep(self) -> None:
        """Throws away what this writer, or one that was killed, left beside the database. Only for who has the lock."""
        name = re.escape(self.path.name)
        left = re.compile(rf"{name}\.(draft|draft\.({'|'.join(_LOGS)}|tmp)|\d+\.part)")
        for file in self.path.parent.iterdir():
            if left.fullmatch(file.name):
                if file.is_dir() and not file.is_symlink():  # where DuckDB puts what its memory does not hold
                    shutil.rmtree(file, ignore_errors=True)
                else:
                    file.unlink(missing_ok=True)

    def _discard(self) -> None:
        """Leaves the database alone and gives it free."""
        try:
            if hasattr(self, "store"):
                self.store.close()
            with speaking_errors(self.path):
                self._sweep()
        finally:
            # Whoever gets the lock looks whether the file is still there, so it may go, while the lock is held.
            with suppress(OSError):
                _beside(self.path, "lock").unlink()
            os.close(self._lock)


def _locked(path: Path) -> int:
    """Takes the lock of the database's writer and writes this process's number into it; returns the open file.

    The system gives it free when the process ends, however it does. Readers never ask for it.
    """
    import fcntl  # not on Windows, where all that needs no draft works

    lock = _beside(path, "lock")
    while True:
        file = os.open(lock, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_at(file, lock):  # else the writer before has just ended and taken the file away
                os.ftruncate(file, 0)
                os.pwrite(file, f"{os.getpid()}\n".encode(), 0)
                return file
        except BlockingIOError as error:
            who = _holder(file)
            os.close(file)
            raise LockedError(f"{path} is being written by {who}; wait until it ends") from error
        except BaseException:
            os.close(file)
            raise
        os.close(file)


def _is_at(file: int, path: Path) -> bool:
    with suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(file), path.stat())
    return False


def _holder(lock: int) -> str:
    end = time.monotonic() + _PID_WAIT
    while not (number := os.pread(lock, 32, 0).strip()) and time.monotonic() < end:
        time.sleep(_PID_WAIT / 20)
    return f"process {number.decode(errors='replace')}" if number else "another process"


def _take_in_log(path: Path) -> None:
    """Lets DuckDB take in the log that a program which wrote the file itself left beside it when it was killed."""
    if not _logs(path):
        return
    with suppress(OlderVersionError):
        Store.open(path, read_only=True).close()  # refuses what is another program's
    with connect(path, read_only=False) as connection:
        connection.execute("CHECKPOINT")


def _logs(path: Path) -> list[Path]:
    """DuckDB's logs of a database: one, or two where it was stopped in a checkpoint."""
    return [log for ending in _LOGS if (log := _beside(path, ending)).exists()]


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(f"{path.name}.{ending}")


def _mark(file: Path) -> _Mark | None:
    """What changes when a file is written or replaced; None where there is none."""
    try:
        found = file.stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def _to_disk(file: Path) -> None:
    opened = os.open(file, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Ctrl-C waits until the end: who interrupts a load is told that what was stored is kept."""
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(before):
        yield  # other threads never hear it
        return
    heard = False

    def hear(_: int, __: FrameType | None) -> None:
        nonlocal heard
        heard = True

    signal.signal(signal.SIGINT, hear)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if heard:
            signal.raise_signal(signal.SIGINT)
