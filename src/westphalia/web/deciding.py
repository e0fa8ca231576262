"""Forms that are sent: a decision becomes a row of the journal, and nothing else is written."""

import getpass
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from westphalia.errors import UsageError
from westphalia.web.library import Library
from westphalia.web.refusing import ConflictError, ForbiddenError, MissingError, RefusedError
from westphalia.world import Journal, Store

LONGEST = 2_000
"""Characters of a reason."""

TABLES = {
    "e": ("events", "event"),
    "s": ("statements", "statement"),
    "f": ("figures", "figure"),
    "n": ("namings", "naming"),
    "p": ("positions", "position"),
    "o": ("offices", "office"),
    "r": ("reports", "report"),
}
"""First letter of an id → table and key of what it names."""


def table_of(ident: str) -> tuple[str, str] | None:
    """Table and key of what an id names, None if it names none of these."""
    return TABLES.get(ident[:1])


async def decide(library: Library, readonly: bool, request: Request) -> Response:
    """Writes a decision: `action`, `subject`, for two things `object`, `who` and `why`."""
    form = await _form(request, readonly)
    action, subject, other = form.get("action", ""), form.get("subject", ""), form.get("object") or None

    def written(store: Store) -> int:
        for ident in filter(None, (subject, other)):
            _there(store, ident)
        _not_against(store, action, subject, other)
        return (
            Journal(store).decide(action, subject, who=form.get("who", ""), why=form.get("why", ""), other=other).entry
        )

    entry = await library.write(written)
    return _back(form, entry)


async def undo(library: Library, readonly: bool, request: Request) -> Response:
    """Undoes the decision `entry`, by a row of its own."""
    form = await _form(request, readonly)
    number = form.get("entry", "")
    if not number.isdecimal():
        raise RefusedError(f"{number!r} is no number of a decision", "use the button of the journal")

    def written(store: Store) -> int:
        try:
            return Journal(store).undo(int(number), who=form.get("who", ""), why=form.get("why", "")).entry
        except UsageError as error:
            if "in force" in error.message:
                raise ConflictError(error.message, "the journal says who undid it") from error
            raise

    entry = await library.write(written)
    return _back(form, entry)


async def rebuild(library: Library, readonly: bool, request: Request) -> Response:
    """Rebuilds what decisions bear on: happenings, quotations, lists."""
    from westphalia.engine.local import reconcile

    form = await _form(request, readonly)
    await library.rebuild(reconcile)
    return _back(form, 0)


ACTIONS: dict[str, Callable[[Library, bool, Request], Awaitable[Response]]] = {
    "/journal": decide,
    "/journal/undo": undo,
    "/rebuild": rebuild,
}
"""Address → what a form sent there does."""


async def _form(request: Request, readonly: bool) -> dict[str, str]:
    if readonly:
        raise ForbiddenError("this server takes no decisions", "start it without --readonly")
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise RefusedError("this is no form", "send it from the form of the page")
    body = await request.body()
    try:
        fields = parse_qs(body.decode("utf-8"), max_num_fields=20, keep_blank_values=True)
    except ValueError as error:
        raise RefusedError("the form cannot be read", "send it from the form of the page") from error
    form = {name: values[-1].strip() for name, values in fields.items()}
    if any(len(value) > LONGEST or "\0" in value for value in form.values()):
        raise RefusedError("the form is too long", f"at most {LONGEST:,} characters a field")
    return form


def _there(store: Store, ident: str) -> None:
    """Refuses a decision about what is not there."""
    found = table_of(ident)
    known = found and any(True for _ in store.rows(found[0], **{found[1]: ident}))
    if not known and not any(True for _ in store.rows("actors", actor=ident)):
        raise MissingError(f"there is nothing by the id {ident!r} to decide about", "go back and load the page anew")


def _not_against(store: Store, action: str, subject: str, other: str | None) -> None:
    """Refuses what somebody has decided already, one way or the other."""
    for row in store.query("decisions about", subject=subject):
        same_things = {row["subject"], row["object"]} == {subject, other}
        if (
            same_things
            and {row["action"], action} <= {"right", "wrong"} | {"same", "different"}
            and row["action"] != "withdraw"
        ):
            said = f"{row['who']} decided {row['action']!r} about it (entry {row['entry']})"
            raise ConflictError(said, "undo that decision first, in the journal")


def _back(form: dict[str, str], entry: int) -> Response:
    """To the page the form stands on, or to the journal; never to another site. The queue is told what was answered."""
    back = form.get("back", "")
    ours = back.startswith("/") and not back.startswith(("//", "/\\")) and "\\" not in back and back.isprintable()
    if ours and back.startswith("/review?"):
        back = f"{back}&answered={entry}"
    return RedirectResponse(back if ours else "/journal", 303, {"x-journal-entry": str(entry)})


def user() -> str:
    """Who sits at this machine, to be put into forms; "" if the system does not know."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""
