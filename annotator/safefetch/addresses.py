"""Which addresses are on the public web.

The standard library's `is_global` calls several special addresses global, and which ones depends
on its version; so the list is our own: IANA's registries of special-purpose addresses, and what
clouds answer on to their own machines.
"""

from __future__ import annotations

from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
)

_DENIED_4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",  # Azure's host, on an address that looks public.
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
_ALLOWED_6 = IPv6Network("2000::/3")
_DENIED_6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # Teredo, ORCHID, benchmarking and the like.
        "2001:db8::/32",
        "2002::/16",  # 6to4 leads to whatever IPv4 address is in it.
        "2620:4f:8000::/48",
        "3fff::/20",
    )
)
#: A network without IPv4 reaches the rest of the web through these, so what counts is inside.
_NAT64 = IPv6Network("64:ff9b::/96")


def is_public(text: str) -> bool:
    """Whether the address, as a resolver gives it, is one of the public web.

    An address with a zone, or one that cannot be read, is not.
    """
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv4Address):
        return _is_public_4(address)
    if address.scope_id is not None:
        return False
    return _is_public_6(address)


def _is_public_4(address: IPv4Address) -> bool:
    return not any(address in network for network in _DENIED_4)


def _is_public_6(address: IPv6Address) -> bool:
    if address in _NAT64:
        return _is_public_4(IPv4Address(address.packed[-4:]))
    # IPv4 addresses in any other dress (mapped, compatible, translated, 6to4, Teredo) lie outside
    # of what is allowed or inside of what is denied, whatever address they carry.
    return address in _ALLOWED_6 and not any(address in network for network in _DENIED_6)
