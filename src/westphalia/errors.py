"""Every error Westphalia raises on purpose: a code, what happened, and what to do about it."""


class WestphaliaError(Exception):
    """Root of the tree. `code` is stable and machine-readable, `hint` tells the user what to do."""

    code = "error"

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message


class IntakeError(WestphaliaError):
    """A file, feed or record could not be turned into a report."""

    code = "intake"


class LimitError(IntakeError):
    """Input exceeded a limit that protects the machine: size, time, memory, depth or ratio."""

    code = "limit"


class WorldError(WestphaliaError):
    """The world file cannot be used: not ours, of another version, locked, full."""

    code = "world"


class ReferenceDataError(WestphaliaError):
    """A reference table, ours or the user's, does not have the shape it declares."""

    code = "reference"


class ReadingError(WestphaliaError):
    """A report could not be read: the parser is missing or failed on it."""

    code = "reading"


class UsageError(WestphaliaError):
    """The request itself makes no sense: unknown actor, table, format, date."""

    code = "usage"
