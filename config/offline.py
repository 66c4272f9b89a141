"""What a browser keeps: to file while Goldseam cannot be reached, and to show messages."""

import re
from functools import cache
from hashlib import sha256

from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext

# Enough to draw the form and the offline page as they are; other alphabets fall back.
NEEDED = re.compile(
    r"css/.+\.css|js/[^/]+\.js|favicon\.svg|icons/.+\.png|vendor/htmx/.+\.js|vendor/lucide/sprite\.svg"
    r"|vendor/(?:inter|fraunces)/\w+-latin\.woff2"
)


@cache
def kept_offline() -> dict[str, object]:
    """What `static/js/service-worker.js` needs to know, with the addresses of what it keeps."""
    folder = settings.BASE_DIR / "static"
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))
    files = [static(name) for name in names if NEEDED.fullmatch(name)]
    release = [*files, render_to_string("offline.html")]
    return {
        "version": sha256("\n".join(release).encode()).hexdigest()[:12],
        "files": files,
        "form": reverse("incidents:declare"),
        "file": reverse("incidents:file"),
        "offline": reverse("offline"),
        "sign_out": [reverse("account_logout"), reverse("admin:logout")],
        "messages": {
            "title": gettext("Something for you in Goldseam"),
            "icon": static("icons/icon-192.png"),
            "badge": static("icons/badge-96.png"),
            "key": reverse("nudges:push_key"),
            "renew": reverse("nudges:renew_browser"),
        },
    }
