"""What a page answers when it cannot do what was asked: a status, what is wrong, and what to do."""

from westphalia.errors import UsageError, WestphaliaError, WorldError


class RefusedError(WestphaliaError):
    """A request that is refused. `status` is the HTTP status."""

    code = "refused"
    status = 400


class MissingError(RefusedError):
    """There is nothing here by that id."""

    code = "missing"
    status = 404


class ForbiddenError(RefusedError):
    """A write that does not come from our own pages, or that this server does not take."""

    code = "forbidden"
    status = 403


class ConflictError(RefusedError):
    """What was decided meanwhile stands against it."""

    code = "conflict"
    status = 409


def status_of(error: WestphaliaError) -> int:
    """The HTTP status for an error."""
    if isinstance(error, RefusedError):
        return error.status
    return 400 if isinstance(error, UsageError) else 503 if isinstance(error, WorldError) else 500
