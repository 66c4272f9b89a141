"""What to call a browser, from how it introduces itself."""

from django.utils.translation import gettext as _

# Those that also call themselves by another's name stand before it.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Vivaldi": "Vivaldi",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "CrOS": "ChromeOS",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}


def browser_name(user_agent: str) -> str:
    """Call it by what its owner would recognise, such as “Firefox on Linux”."""
    browser = _first(BROWSERS, user_agent) or _("A browser")
    system = _first(SYSTEMS, user_agent)
    if not system:
        return browser
    return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}


def _first(known: dict[str, str], user_agent: str) -> str:
    return next((name for sign, name in known.items() if sign in user_agent), "")
