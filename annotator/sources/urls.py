"""What counts as a source link, in one form, and when two links mean one page."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from posixpath import normpath
from urllib.parse import SplitResult, unquote, unquote_plus, urlsplit, urlunsplit

import idna

from annotator.errors import Invalid
from annotator.text.cleaning import is_web_address

MAX_LENGTH = 2000

_TRACKING = re.compile(
    r"^(utm_.*|fbclid|gclid|dclid|gbraid|wbraid|msclkid|ttclid|twclid|yclid|ysclid|li_fat_id"
    r"|mc_cid|mc_eid|mkt_tok|_hsenc|_hsmi|_ga|_gl|igsh|igshid|ocid|cmpid|xtor|ref_src|ref_url"
    r"|smid|guccounter|guce_referrer|guce_referrer_sig|vero_id|oly_anon_id|oly_enc_id"
    r"|at_(?:medium|campaign|custom\d*|link_.*)|__twitter_impression)$",
    re.IGNORECASE,
)
#: What a browser puts behind the fragment to show words of a page: no part of its address.
_DIRECTIVE = ":~:"
_SAME_SITE = re.compile(r"^(?:www|m|mobile|amp)\.")
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?")
_DEFAULT_PORTS = {"http": 80, "https": 443}
#: Spaces of any kind, and what nobody sees or what turns the reading order round.
_BREAKS = re.compile(
    r"[\s\x00-\x20\x7f-\xa0\xad\u061c\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\ufeff]"
)


def normalise_url(text: str) -> str:
    """An absolute http(s) address without tracking parameters; raises `Invalid` otherwise.

    The host is given in its ASCII form (IDNA 2008 with UTS 46 mapping).
    """
    return _normalised(text.strip())


def archive_address(text: str) -> str:
    """The address of an archived copy as it is: what it ends with is the address of the page.

    Raises `Invalid` as `normalise_url` does.
    """
    parts, hostname, port = _parts(text.strip())
    scheme = parts.scheme.lower()
    return urlunsplit(parts._replace(scheme=scheme, netloc=_netloc(scheme, hostname, port)))


# What was stored is asked about again, for its page and for the article's.
@lru_cache(maxsize=512)
def _normalised(trimmed: str) -> str:
    return urlunsplit(_cleaned(*_parts(trimmed)))


def _parts(trimmed: str) -> tuple[SplitResult, str, int | None]:
    if len(trimmed) > MAX_LENGTH:
        raise Invalid("A link has at most %(most)s characters.", "url", most=MAX_LENGTH)
    if _BREAKS.search(trimmed):
        raise Invalid("A link has no spaces or hidden characters in it.", "url")
    try:
        parts = urlsplit(trimmed)
        port = parts.port
    except ValueError:
        raise _not_a_link() from None
    hostname = parts.hostname
    if parts.scheme.lower() not in _DEFAULT_PORTS or not hostname:
        raise _not_a_link()
    if "@" in parts.netloc:
        raise Invalid("A link with a user name or password in it can't be a source.", "url")
    # The one rule that addresses keep wherever they come in.
    if not is_web_address(trimmed):
        raise _not_a_link()
    return parts, hostname, port


def host_of(url: str) -> str:
    """The host of a normalised address, without `www.`, as a reader knows it."""
    host = urlsplit(url).hostname or ""
    return host.removeprefix("www.")


def is_same_page(one: str, other: str | None) -> bool:
    """Whether two addresses name one page, whatever their scheme, `www.` or fragment."""
    if other is None:
        return False
    try:
        return page_key(one) == page_key(other)
    except Invalid:
        return False


def page_key(url: str) -> tuple[str, str, str]:
    """What is the same for every spelling of one page's address; raises `Invalid` for none.

    Generous on purpose: another spelling of the article's address is no other page.
    """
    parts = urlsplit(normalise_url(url))
    host = _SAME_SITE.sub("", parts.hostname or "").rstrip(".")
    path = normpath("/" + unquote(parts.path).lstrip("/"))
    return (f"{host}:{parts.port or ''}", path, unquote(parts.query))


def page_hash(url: str | None) -> str | None:
    """SHA-256 of what `page_key` gives, to find a page by; None where there is no address."""
    try:
        key = page_key(url or "")
    except Invalid:
        return None
    return hashlib.sha256("\n".join(key).encode()).hexdigest()


def _cleaned(parts: SplitResult, hostname: str, port: int | None) -> SplitResult:
    scheme = parts.scheme.lower()
    # Piece by piece as it is spelt: some servers read other bytes, and none has to be understood.
    query = "&".join(piece for piece in parts.query.split("&") if not _is_tracking(piece))
    fragment = parts.fragment.partition(_DIRECTIVE)[0]
    netloc = _netloc(scheme, hostname, port)
    return SplitResult(scheme, netloc, parts.path or "/", query, fragment)


def _is_tracking(piece: str) -> bool:
    return _TRACKING.match(unquote_plus(piece.partition("=")[0])) is not None


def _netloc(scheme: str, hostname: str, port: int | None) -> str:
    host = _ascii_host(hostname)
    return host if port is None or port == _DEFAULT_PORTS[scheme] else f"{host}:{port}"


def _ascii_host(hostname: str) -> str:
    if ":" in hostname:
        return f"[{hostname}]"
    try:
        host = hostname.lower()
        host = host if host.isascii() else idna.encode(host, uts46=True).decode()
    except idna.IDNAError:
        raise _not_a_link() from None
    if not _HOST.fullmatch(host):
        raise _not_a_link()
    return host


def _not_a_link() -> Invalid:
    return Invalid("That is no link: a source begins with http:// or https:// and a host.", "url")
