"""From a written address to what to ask of which host: parsed once, strictly, and kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import SplitResult, quote, urlsplit

import idna

from annotator.errors import Invalid
from annotator.safefetch.addresses import is_public

MOST_CHARACTERS = 2000
PORTS = {"http": 80, "https": 443}

#: Spaces, controls, what is invisible, lone surrogates, and the backslash, which programs take
#: for a slash or not.
_UNFIT = re.compile(
    r"[\x00-\x20\x7f-\xa0\xad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f"
    r"\u3000\ufeff\ufff9-\uffff\ud800-\udfff\\]"
)
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
#: Names that never lead out into the web; each stands for what ends in it, too.
_INSIDE = frozenset(
    {
        "localhost", "localdomain", "local", "internal", "intranet", "lan", "home", "corp",
        "private", "home.arpa", "in-addr.arpa", "ip6.arpa", "test", "example", "invalid",
        "onion", "alt", "metadata", "instance-data", "metadata.azure.com",
        "metadata.tencentyun.com", "metadata.packet.net", "kubernetes.default.svc",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """One address: `host` is an ASCII name or an address without brackets."""

    scheme: str
    host: str
    port: int
    path: str
    is_literal: bool

    @property
    def url(self) -> str:
        """The address in its one spelling."""
        return f"{self.scheme}://{self.authority}{self.path}"

    @property
    def authority(self) -> str:
        """The host, and its port where that is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def target_of(text: str) -> Target:
    """What the address asks for; raises `Invalid` with the reason why it is not fetched."""
    parts = _split(text)
    if "@" in parts.netloc:
        raise Invalid("An address with a user name or password in it is not fetched.", "url")
    scheme = parts.scheme.lower()
    host, is_literal = _host(parts)
    if is_literal and not is_public(host):
        raise inside(host)
    query = f"?{_ascii(parts.query)}" if parts.query else ""
    return Target(
        scheme, host, _port(parts, scheme), (_ascii(parts.path) or "/") + query, is_literal
    )


def inside(host: str) -> Invalid:
    """The refusal of a host that is not on the public web."""
    return Invalid(
        "“%(host)s” is not on the public web, and nothing else is fetched.", "url", host=host
    )


def _split(text: str) -> SplitResult:
    if len(text) > MOST_CHARACTERS:
        raise Invalid("An address has at most %(most)s characters.", "url", most=MOST_CHARACTERS)
    if _UNFIT.search(text):
        raise Invalid(
            "The address holds a space, a backslash or a hidden character; copy it again.", "url"
        )
    try:
        parts = urlsplit(text)
    except ValueError:
        raise _unreadable() from None
    if parts.scheme.lower() not in PORTS:
        raise Invalid("Only addresses that begin with http:// or https:// are fetched.", "url")
    if not text[len(parts.scheme) :].startswith("://") or not parts.netloc:
        raise _unreadable()
    return parts


def _port(parts: SplitResult, scheme: str) -> int:
    found = re.search(r":([^:\]]*)$", parts.netloc)
    if found is None:
        return PORTS[scheme]
    if found[1] not in {"80", "443"}:
        raise Invalid("Only the web's own ports, 80 and 443, are fetched from.", "url")
    return int(found[1])


def _host(parts: SplitResult) -> tuple[str, bool]:
    written = re.sub(r":[^:\]]*$", "", parts.netloc)
    if written.startswith("["):
        return _address_6(written), True
    host = _mapped(written).removesuffix(".")
    if _NUMBER.fullmatch(host.rpartition(".")[2]):
        return _address_4(host), True
    labels = host.split(".")
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise _unreadable()
    # A name without a dot is one of the network that this server stands in.
    if len(labels) == 1 or any(".".join(labels[at:]) in _INSIDE for at in range(len(labels))):
        raise inside(host)
    return host, False


def _mapped(written: str) -> str:
    """The name in ASCII: letters of all scripts, and figures in circles, become what they mean."""
    try:
        if written.isascii():
            return written.lower()
        # Digits are no IDNA label by themselves where they were written in another dress.
        mapped = idna.uts46_remap(written, std3_rules=True, transitional=False)
        return mapped if mapped.isascii() else idna.encode(mapped).decode()
    except (idna.IDNAError, UnicodeError):
        raise _unreadable() from None


def _address_4(host: str) -> str:
    # Other programs read octal, hexadecimal and shortened spellings, each in its own way. There
    # is no honest reason to write one.
    try:
        return str(IPv4Address(host))
    except ValueError:
        raise _unreadable() from None


def _address_6(written: str) -> str:
    if not written.endswith("]") or "%" in written:
        raise _unreadable()
    try:
        return str(IPv6Address(written[1:-1]))
    except ValueError:
        raise _unreadable() from None


def _ascii(part: str) -> str:
    """The part as it travels: what is not ASCII is written in percent signs, as UTF-8."""
    return quote(part, safe="!$%&'()*+,/:;=?@[]~")


def _unreadable() -> Invalid:
    return Invalid("That is no web address: after http:// comes a host, as in example.com.", "url")
