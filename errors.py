"""The root of every error a user can cause; each room's ``errors.py`` grows a branch from it.

ChuhaiError
├── UsageError            wrong use: exit code 2
└── (rooms)               failed work: exit code 1

An error takes the values and writes its own message: what is wrong, where, and what to do.
"""

from __future__ import annotations


class ChuhaiError(Exception):
    """Something a user can understand and act on; shown as one line, never as a traceback."""

    exit_code = 1


class UsageError(ChuhaiError):
    """The command was given something that it cannot use (a missing file, an unknown value)."""

    exit_code = 2


class MissingFileError(UsageError):
    """A file named on the command line does not exist or cannot be read."""

    def __init__(self, path: object, why: str = "no such file") -> None:
        super().__init__(f"{path}: {why}; check the path")


class UnknownValueError(UsageError):
    """A value outside a closed list; names the nearest one that is known."""

    def __init__(self, what: str, value: str, known: list[str]) -> None:
        from difflib import get_close_matches

        near = get_close_matches(value, known, n=3, cutoff=0.4)
        hint = f"did you mean {', '.join(near)}?" if near else f"known: {', '.join(sorted(known)[:20])}"
        super().__init__(f"unknown {what} {value!r}; {hint}")
