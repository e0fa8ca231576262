"""The application: routes made from the declaration of the pages, entity tags, errors as pages."""

from collections.abc import AsyncIterator, Callable, Collection, Coroutine
from contextlib import asynccontextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from westphalia.errors import WestphaliaError
from westphalia.web import citing, deciding, links, render, twins
from westphalia.web.asked import Asked
from westphalia.web.guard import LOCAL, Guard
from westphalia.web.library import Library, tag
from westphalia.web.openapi import document
from westphalia.web.pages import PAGES, Page
from westphalia.web.refusing import MissingError, RefusedError, status_of
from westphalia.web.views import report as reports
from westphalia.world import Store

Endpoint = Callable[[Request], Coroutine[Any, Any, Response]]

HTML, JSON, CSV = "text/html; charset=utf-8", "application/json", "text/csv; charset=utf-8"


def application(world: str | Path, *, hosts: Collection[str] = (), readonly: bool = False) -> Guard:
    """The pages of a world as an ASGI application.

    Args:
        world: the world file.
        hosts: names, besides those of this machine itself, by which requests may call this server.
        readonly: take no decisions.
    """
    library = Library(Path(world))

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await library.close()

    app = Starlette(
        routes=_routes(library, readonly=readonly),
        exception_handlers={WestphaliaError: _failed, HTTPException: _failed, Exception: _failed},
        lifespan=lifespan,
    )
    app.state.readonly = readonly
    app.router.redirect_slashes = False  # it would redirect before the guard is asked, to whatever host was named
    return Guard(app, (*LOCAL, *hosts))  # around everything: an answer about an error carries the headers too


def _routes(library: Library, *, readonly: bool) -> list[Route]:
    routes = [
        Route("/static/style.css", _guarded(_style)),
        Route("/openapi.json", _guarded(_openapi)),
        Route("/reports/{report}/raw", _guarded(partial(_raw, library))),
        Route("/events/{event}", _guarded(partial(_evidence, library, "event"))),
        Route("/statements/{statement}", _guarded(partial(_evidence, library, "statement"))),
    ]
    routes += [
        Route(f"/happenings/{{happening}}.{form}", _guarded(partial(_cited, library, form))) for form in citing.FORMS
    ]
    for page in PAGES:  # twins first: an id may hold a dot
        routes.append(Route(f"{page.twin}.json", _guarded(partial(_answer, library, page, "json"))))
        if page.table:
            routes.append(Route(f"{page.twin}.csv", _guarded(partial(_answer, library, page, "csv"))))
    routes += [Route(page.path, _guarded(partial(_answer, library, page, "html"))) for page in PAGES]
    for path, action in deciding.ACTIONS.items():
        routes.append(Route(path, _guarded(partial(action, library, readonly)), methods=["POST"]))
    return routes


def _guarded(endpoint: Any) -> Endpoint:
    """An endpoint that first says why the guard refuses the request."""

    async def answered(request: Request) -> Response:
        if isinstance(refusal := request.scope.get("state", {}).get("refusal"), RefusedError):
            raise refusal
        response: Response = await endpoint(request)
        return response

    return answered


async def _answer(library: Library, page: Page, form: str, request: Request) -> Response:
    asked = Asked(request.path_params, request.query_params.multi_items())
    known = request.headers.get("if-none-match", "")
    readonly = request.app.state.readonly

    def made(store: Store, edition: str) -> tuple[str, bytes | None]:
        day = str(date.today()) if page.daily else ""
        etag = tag(edition, day, form, str(request.url.path), str(request.url.query), render.style_version())
        if etag in known:
            return etag, None
        key = f"{page.name} {day} {sorted(asked.path.items())}?{asked.again()}"
        data = library.totals(key, edition, lambda: page.view(store, asked)) if page.steady else page.view(store, asked)
        if form == "html":
            return etag, render.page(page.name, data, **_around(page, asked, store.path.name), readonly=readonly)
        return etag, twins.as_json(data) if form == "json" else twins.as_csv(data.get(page.table) or [])

    etag, body = await library.read(made, apart=page.slow)
    headers = {"etag": etag, "cache-control": "no-cache", "vary": "accept"}
    if body is None:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type={"html": HTML, "json": JSON, "csv": CSV}[form], headers=headers)


def _around(page: Page, asked: Asked, world: str) -> dict[str, Any]:
    """What stands around the data of a page: where it is, and where its twins are."""
    path, query = page.twin, asked.again()
    for name, value in asked.path.items():
        path = path.replace(f"{{{name}:path}}", links.part(value)).replace(f"{{{name}}}", links.part(value))
    tail = f"?{query}" if query else ""
    return {
        "page": page,
        "asked": asked,
        "world": world,
        "json_twin": f"{path}.json{tail}",
        "csv_twin": f"{path}.csv{tail}" if page.table else "",
        "here": ("/" if page.path == "/" else path) + tail,
    }


async def _style(_: Request) -> Response:
    headers = {"cache-control": "public, max-age=31536000, immutable"}
    return Response(render.style(), media_type="text/css; charset=utf-8", headers=headers)


async def _openapi(_: Request) -> Response:
    return Response(twins.as_json(document()), media_type=JSON)


async def _raw(library: Library, request: Request) -> Response:
    """The bytes as they came, to be kept and not shown: they may be anything."""
    ident = request.path_params["report"]
    raw = await library.read(lambda store, _: reports.raw(store, ident))
    headers = {
        "content-disposition": f'attachment; filename="{links.part(ident)}.raw"',
        "content-security-policy": "sandbox; default-src 'none'",
    }
    return Response(raw, media_type="application/octet-stream", headers=headers)


async def _cited(library: Library, form: str, request: Request) -> Response:
    """A file about a happening, to be kept."""
    ident, (media, _, write) = request.path_params["happening"], citing.FORMS[form]
    asked = Asked(request.path_params)
    body = await library.read(lambda store, _: write(store, asked.path["happening"]))
    headers = {"content-disposition": f'attachment; filename="{links.part(ident).replace("/", "-")}.{form}"'}
    return Response(body.encode("utf-8", "replace"), media_type=f"{media}; charset=utf-8", headers=headers)


async def _evidence(library: Library, kind: str, request: Request) -> Response:
    """Goes to where the words of an event or statement stand."""
    ident = request.path_params[kind]

    def place(store: Store, _: str) -> str:
        found = store.query(f"place of {kind}", **{kind: ident})
        if not found:
            raise MissingError(f"no {kind} {ident!r}", "it may be coded otherwise since its report was read again")
        report, start = found[0]["report"], found[0]["start"]
        return links.report(report, ident, reports.part_of(store, report, start))

    return RedirectResponse(await library.read(place), 303)


async def _failed(request: Request, error: Exception) -> Response:
    """An error as a page, or as JSON for the twins: what is wrong, where, and what to do."""
    if isinstance(refusal := request.scope.get("state", {}).get("refusal"), RefusedError):
        error = refusal
    if isinstance(error, WestphaliaError):
        status, code, message, hint = status_of(error), error.code, error.message, error.hint
    elif isinstance(error, HTTPException):
        status, code = error.status_code, "missing" if error.status_code == 404 else "refused"
        message = "there is no such page" if status == 404 else error.detail
        hint = "the start page names all" if status == 404 else "GET reads pages; forms are sent with POST"
    else:
        status, code, message, hint = (
            500,
            "unexpected",
            f"this page failed ({type(error).__name__})",
            "the log says more",
        )
    told = {"status": status, "code": code, "message": message, "hint": hint}
    headers = {**(getattr(error, "headers", None) or {}), "cache-control": "no-store"}
    if request.url.path.endswith((".json", ".csv")):
        return Response(twins.as_json({"error": told}), status, headers, JSON)
    body = render.page("error", {"title": message, "error": told}, page=None, world="", readonly=True,
                       json_twin="", csv_twin="", here="")  # fmt: skip
    return Response(body, status, headers, HTML)
