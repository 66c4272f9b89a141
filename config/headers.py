"""What every answer tells a browser to be careful about.

Django's middleware says it for pages. `careful` says it for what does not pass through it too:
streams, editors, static files, and what is refused before Django is asked.
"""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from django.utils.csp import CSP

Message = dict[str, Any]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[dict[str, Any], Any, Send], Awaitable[None]]

# The policy of pages: nothing in them runs or is drawn that is not a file of ours.
POLICY: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    # The editor writes a style sheet of its own into the page.
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
}
# What is no page loads nothing at all.
BARE_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

NOT_USED = (
    *("accelerometer", "browsing-topics", "camera", "display-capture"),
    *("geolocation", "gyroscope", "hid", "magnetometer", "microphone", "midi"),
    *("payment", "picture-in-picture", "serial", "usb", "xr-spatial-tracking"),
)
STARTS = {"http.response.start", "websocket.http.response.start", "websocket.accept"}
ONE_YEAR = 31_536_000


def always(*, secure: bool) -> dict[str, str]:
    """The headers that every answer has, unless a view has said something stricter."""
    headers = {
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": BARE_POLICY,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": ", ".join(f"{name}=()" for name in NOT_USED),
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "X-Permitted-Cross-Domain-Policies": "none",
    }
    if secure:
        headers["Strict-Transport-Security"] = f"max-age={ONE_YEAR}; includeSubDomains; preload"
    return headers


def careful(app: App, headers: dict[str, str]) -> App:
    """Add to each answer of an application what it does not say itself."""
    wanted = [(name.lower().encode(), value.encode()) for name, value in headers.items()]

    async def answered(scope: dict[str, Any], receive: Any, send: Send) -> None:
        has_begun = False

        async def sent(message: Message) -> None:
            nonlocal has_begun
            if message["type"] in STARTS:
                has_begun = True
                message = message | {"headers": _filled(message.get("headers", ()), wanted)}
            await send(message)

        try:
            await app(scope, receive, sent)
        except Exception:
            if scope["type"] == "http" and not has_begun:
                await sent({"type": "http.response.start", "status": 500, "headers": []})
                await sent({"type": "http.response.body", "body": b"Something broke."})
            raise

    return answered


def _filled(
    said: Iterable[tuple[bytes, bytes]], wanted: list[tuple[bytes, bytes]]
) -> list[tuple[bytes, bytes]]:
    said = list(said)
    names = {bytes(name).lower() for name, _value in said}
    return [*said, *(one for one in wanted if one[0] not in names)]
