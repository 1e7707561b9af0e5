"""StorageError
├── NotADatabaseError       the file is something else, or damaged
├── NewerDatabaseError      written by a later chuhai
├── MissingDatabaseError    there is none yet, and the command only reads
├── LockedDatabaseError     another process has been writing for too long
├── DatabaseUnreachableError
├── UnknownNameError        a filter's value that nothing in the database has; names the nearest
├── NoSuchRowError          no deal, company or article of that id
├── DecisionError           a review decision that cannot be taken or undone
├── SubscriptionError       a subscription was described in a way that cannot be used
├── ScheduleError           a cron expression or a time zone cannot be read
└── DataFileError           a shipped or imported table has a bad row
"""

from __future__ import annotations

from collections.abc import Sequence

from errors import ChuhaiError, UnknownValueError, UsageError


class StorageError(ChuhaiError):
    """The database could not do what was asked, for a reason that can be named."""


class NotADatabaseError(StorageError, UsageError):
    """The file is not an SQLite database, or is damaged."""

    exit_code = 2

    def __init__(self, where: object, why: str) -> None:
        super().__init__(f"{where}: not a chuhai database ({why}); give another file, or restore a backup")


class NewerDatabaseError(StorageError, UsageError):
    """The database was written by a later version of chuhai."""

    exit_code = 2

    def __init__(self, where: object, found: str, known: str) -> None:
        super().__init__(f"{where}: database version {found} is newer than this chuhai knows ({known}); update chuhai")


class MissingDatabaseError(StorageError, UsageError):
    """There is no database at the address, and nothing to read."""

    exit_code = 2

    def __init__(self, where: object) -> None:
        super().__init__(
            f"{where}: no database there; run `chuhai crawl` or `chuhai db upgrade` first, or give --db FILE"
        )


class LockedDatabaseError(StorageError):
    """Another process kept writing for longer than we wait."""

    def __init__(self, where: object, seconds: float) -> None:
        super().__init__(f"{where}: locked by another process for more than {seconds:g} s; try again when it is done")


class DatabaseUnreachableError(StorageError):
    """The file or server cannot be opened."""

    def __init__(self, where: object, why: object) -> None:
        super().__init__(f"{where}: cannot open the database ({why}); check the address, folder and rights")


class UnknownNameError(StorageError, UnknownValueError):
    """A company, province, target … that nothing in the database has; ``suggestions`` are the nearest that it has."""

    exit_code = 2

    def __init__(self, what: str, value: str, suggestions: Sequence[str]) -> None:
        self.what, self.value, self.suggestions = what, value, tuple(suggestions)
        hint = f"did you mean {', '.join(self.suggestions)}?" if suggestions else f"no {what} is known yet"
        UsageError.__init__(self, f"unknown {what} {value!r}; {hint}")


class NoSuchRowError(StorageError, UsageError):
    """Nothing in the database has that id."""

    exit_code = 2

    def __init__(self, what: str, ident: object, hint: str = "") -> None:
        super().__init__(f"no {what} {str(ident)!r}{'; ' + hint if hint else ''}")


class DecisionError(StorageError, UsageError):
    """A review decision that does not fit what it is about."""

    exit_code = 2


class DataFileError(StorageError, UsageError):
    """A table file has a row that cannot be used."""

    exit_code = 2

    def __init__(self, file: object, row: int, what: str) -> None:
        super().__init__(f"{file}, row {row}: {what}; correct the row")


class SubscriptionError(UsageError):
    """A subscription was described in a way that cannot be used."""


class ScheduleError(UsageError):
    """A schedule that no clock can follow."""

    def __init__(self, what: str, value: str, why: str) -> None:
        super().__init__(f"{what} {value!r}: {why}; example: '30 7 * * 1-5' in Asia/Shanghai")
