"""What every request has to pass, and what every answer carries: hosts, origins of writes, security headers."""

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from westphalia.web.refusing import ForbiddenError, RefusedError

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none';"
    " base-uri 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
LOCAL = ("127.0.0.1", "localhost", "[::1]")


class MisdirectedError(RefusedError):
    """The request names a host that is not ours: another site's page reaches for this machine."""

    code = "misdirected"
    status = 421


class Guard:
    """ASGI middleware around all routes."""

    def __init__(self, app: ASGIApp, hosts: Collection[str], longest: int = 20_000) -> None:
        """Takes names of hosts without port; `longest` is the most bytes of a body."""
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)
        self._longest = longest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a request through, or marks it as refused: the application answers with a page that says why."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] == "http":
            try:
                self.check(scope["method"], Headers(scope=scope))
            except RefusedError as refusal:
                scope["state"] = {**scope.get("state", {}), "refusal": refusal}
        await self._app(scope, receive, _dressed(send))

    def check(self, method: str, headers: Headers) -> None:
        """Refuses what names another host, and writes that do not come from our own pages."""
        host = headers.get("host", "")
        if _name(host) not in self._hosts:
            raise MisdirectedError("this server does not go by that name", "westphalia serve --allow-host NAME lets it")
        if method in SAFE:
            return
        length = headers.get("content-length", "?" if "transfer-encoding" in headers else "0")
        if not length.isdecimal() or int(length) > self._longest:
            raise RefusedError("the form is too long, or does not say how long", f"at most {self._longest:,} bytes")
        origin, site = headers.get("origin", ""), headers.get("sec-fetch-site")
        ours = urlsplit(origin).netloc.lower() == host.lower() and urlsplit(origin).scheme in ("http", "https")
        # without a referrer browsers send `Origin: null` from our own pages too; then Sec-Fetch-Site decides
        if site is None and not ours:
            raise ForbiddenError("this did not come from a page of this server", "send it from the form of the page")
        if site is not None and (site != "same-origin" or (origin not in ("", "null") and not ours)):
            raise ForbiddenError("this came from a page of another site", "send it from the form of the page")


def _name(host: str) -> str:
    """The host without its port; "" for what is no host."""
    name, colon, port = host.lower().rpartition(":")
    if colon and port.isdecimal() and not name.endswith(":"):
        return name
    return host.lower() if not colon or host.endswith("]") else ""


def _dressed(send: Send) -> Send:
    async def with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return with_headers
