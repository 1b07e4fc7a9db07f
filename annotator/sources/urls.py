"""What counts as a source link, in one form, and when two links mean one page."""

from __future__ import annotations

import hashlib
import re
from posixpath import normpath
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit, urlunsplit

import idna

from annotator.errors import Invalid

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
_BREAKS = re.compile(r"[\x00-\x20\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


def normalise_url(text: str) -> str:
    """An absolute http(s) address without tracking parameters; raises `Invalid` otherwise.

    The host is given in its ASCII form (IDNA 2008 with UTS 46 mapping).
    """
    parts, hostname, port = _parts(text)
    return urlunsplit(_cleaned(parts, hostname, port))


def archive_address(text: str) -> str:
    """The address of an archived copy as it is: what it ends with is the address of the page.

    Raises `Invalid` as `normalise_url` does.
    """
    parts, _hostname, _port = _parts(text)
    return urlunsplit(parts._replace(scheme=parts.scheme.lower()))


def _parts(text: str) -> tuple[SplitResult, str, int | None]:
    trimmed = text.strip()
    if len(trimmed) > MAX_LENGTH:
        raise Invalid("A link has at most %(most)s characters.", "url", most=MAX_LENGTH)
    if _BREAKS.search(trimmed):
        raise Invalid("A link has no spaces or hidden characters in it.", "url")
    try:
        parts = urlsplit(trimmed)
        port = parts.port
    except ValueError:
        raise _not_a_link() from None
    if parts.scheme.lower() not in _DEFAULT_PORTS or not parts.hostname:
        raise _not_a_link()
    if parts.username is not None or parts.password is not None:
        raise Invalid("A link with a user name or password in it can't be a source.", "url")
    return parts, parts.hostname, port


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
    host = _ascii_host(hostname)
    if port is not None and port != _DEFAULT_PORTS[scheme]:
        host = f"{host}:{port}"
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if not _TRACKING.match(name)]
    query = parts.query if len(kept) == len(pairs) else urlencode(kept)
    fragment = parts.fragment.partition(_DIRECTIVE)[0]
    return SplitResult(scheme, host, parts.path or "/", query, fragment)


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
