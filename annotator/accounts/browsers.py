"""Which browser a session is in, in two words: what its User-Agent line says of itself."""

from __future__ import annotations

#: What the line holds, and the name that people know. The first that fits is it, because
#: browsers claim to be those that they descend from.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Windows", "Windows"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Macintosh", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def browser_of(agent: str | None) -> tuple[str | None, str | None]:
    """(browser, system) of a User-Agent line; None for what it does not tell.

    Anybody can write any line: it helps to tell one's own browsers apart and proves nothing.
    """
    return _first(agent or "", _BROWSERS), _first(agent or "", _SYSTEMS)


def _first(agent: str, names: tuple[tuple[str, str], ...]) -> str | None:
    return next((name for sign, name in names if sign in agent), None)
