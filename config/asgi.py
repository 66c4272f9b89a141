"""One process serves all kinds of request.

Live streams and editors are held open natively, thousands of them on one event loop.
Everything else is Django as WSGI in a bounded pool of threads, so that the
number of database connections is bounded too.
"""

import os
from typing import cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from a2wsgi import WSGIMiddleware
from a2wsgi.wsgi_typing import WSGIApp
from django.conf import settings
from django.core.wsgi import get_wsgi_application

django = get_wsgi_application()

from config.editors import editors  # noqa: E402  (needs the apps to be loaded)
from config.headers import always, careful  # noqa: E402
from config.patience import Patience  # noqa: E402
from config.streams import streams  # noqa: E402
from live.prompting import answers_first  # noqa: E402

pages = WSGIMiddleware(cast(WSGIApp, answers_first(django)), workers=settings.WEB_THREADS)


async def whole(scope, receive, send):  # type: ignore[no-untyped-def]
    """Send WebSockets to the editors, `/live/` to the streams, the rest to Django."""
    if scope["type"] == "lifespan":
        await streams.lifespan(receive, send)
    elif scope["type"] == "websocket":
        await editors(scope, receive, send)
    elif scope["path"].startswith("/live/"):
        await streams(scope, receive, send)
    else:
        await pages(scope, receive, send)


application = careful(Patience(whole), always(secure=settings.SECURE))
