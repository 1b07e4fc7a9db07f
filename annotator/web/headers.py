"""Security headers on every answer, and the check that plain http stays on this machine."""

from __future__ import annotations

import ipaddress
import secrets
from functools import lru_cache

from flask import Flask, Response, g, request

from annotator.web.guards import SAFE_METHODS, BadRequestSaid, note_refusal

_POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; font-src 'self'; "
    "img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'"
)

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # Not `no-referrer`: the form token's check over https reads the Referer of our own pages.
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

#: IPv6 in full, with an IPv4 address at its end.
_LONGEST_ADDRESS = 45
_LOOPBACK_NAMES = frozenset({"localhost", "localhost.localdomain"})


def init_app(app: Flask) -> None:
    """Install the checks before and the headers after each request."""
    app.before_request(refuse_plain_http)
    app.before_request(refuse_cross_site)
    app.after_request(add_headers)


def csp_nonce() -> str:
    """This answer's nonce for scripts."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    nonce: str = g.csp_nonce
    return nonce


def refuse_plain_http() -> None:
    """Passwords and cookies never cross a network in the clear."""
    if not request.is_secure and not (_is_loopback(request.remote_addr) and _host_is_loopback()):
        raise BadRequestSaid(
            "Over plain http this server answers only on this machine (127.0.0.1 or localhost); "
            "put it behind https and set ANNOTATOR_PROXIES."
        )


def refuse_cross_site() -> None:
    """A browser says where a request comes from; changes must come from our own pages."""
    origin = request.headers.get("Sec-Fetch-Site", "same-origin")
    if request.method not in SAFE_METHODS and origin not in {"same-origin", "none"}:
        note_refusal("another-site")
        raise BadRequestSaid("This request came from another site.")


def add_headers(response: Response) -> Response:
    """The full set, whatever the status and whoever made the response."""
    headers = response.headers
    headers["Content-Security-Policy"] = _POLICY.format(nonce=csp_nonce())
    for name, value in HEADERS.items():
        headers.add(name, value)
    if request.is_secure:
        headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    if "Cache-Control" not in headers:
        headers["Cache-Control"] = "no-store"
        if "Vary" in headers:
            response.vary.add("Cookie")
        else:
            headers["Vary"] = "Cookie"
    return response


def _host_is_loopback() -> bool:
    host = request.host
    name = host[1 : host.index("]")] if host.startswith("[") else host.rsplit(":", 1)[0]
    return name in _LOOPBACK_NAMES or _is_loopback(name)


def _is_loopback(address: str | None) -> bool:
    return address is not None and len(address) <= _LONGEST_ADDRESS and _loops_back(address)


@lru_cache(maxsize=256)
def _loops_back(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
