"""Nothing but the public web is ever connected to, whatever is written, resolved or answered.

Every vector runs against canaries that listen on loopback. The connection is made by a function
of the tests, which brings whatever is tried inside to a canary: a hit is a try.
"""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable

import pytest

from annotator.errors import Invalid
from annotator.safefetch import Ways, fetch
from annotator.safefetch.addresses import is_public
from annotator.safefetch.connecting import connect
from tests.safefetch.network import PERCHES, PUBLIC, Network, moved, page
from tests.safefetch.vectors import (
    INSIDE_4,
    INSIDE_6,
    LED_TO,
    LITERALS,
    NAMED,
    SPELLINGS,
    TRICKS,
)

Recorder = Callable[[str, object], None]

INSIDE = (*INSIDE_4, *INSIDE_6)
OUTSIDE = (
    *PUBLIC, "8.8.8.8", "1.1.1.1", "172.32.0.1", "172.15.0.1", "100.128.0.1", "11.0.0.1",
    "2001:200::1", "2a00:1450:4001::1", "64:ff9b::8.8.8.8",
)  # fmt: skip


def refused(network: Network, url: str) -> Invalid:
    """The refusal; no canary was reached."""
    with pytest.raises(Invalid) as refusal:
        fetch(url, ways=network.ways())
    assert network.hits == 0, (url, network.tries_inside)
    assert str(refusal.value).endswith(".")
    return refusal.value


def test_no_vector_reaches_a_canary(
    network: Network, capsys: pytest.CaptureFixture[str], record_property: Recorder
) -> None:
    network.names["inside.example.com"] = [["10.0.0.1"]]
    written = (*LITERALS, *SPELLINGS, *NAMED, *TRICKS)
    for url in written:
        refused(network, url)
    # Nobody's name was even asked for: all of these are refused as they are written.
    assert network.asked == []
    assert network.connected == []
    for address in INSIDE:
        network.names["page.example.com"] = [[address]]
        refused(network, "http://page.example.com/")
    mixed = [pair for bad in INSIDE[::4] for pair in ([PUBLIC[0], bad], [bad, *PUBLIC])]
    for answer in mixed:
        network.names["page.example.com"] = [answer]
        refused(network, "https://page.example.com/")
    assert network.connected == []
    for place in LED_TO:
        network.names.pop("page.example.com", None)
        network.pages["/"] = moved(place)
        refused(network, "http://page.example.com/")
    count = len(written) + len(INSIDE) + len(mixed) + len(LED_TO)
    with capsys.disabled():
        sys.stdout.write(f"\nsafefetch: {count} vectors, {network.hits} canary hits\n")
    record_property("vectors", count)
    record_property("hits", network.hits)
    assert count >= 120
    assert network.hits == 0


def test_the_canaries_sing_when_somebody_comes(network: Network) -> None:
    for perch in PERCHES:
        with network.connect(perch, 80, 5) as line:
            line.sendall(b"GET / HTTP/1.1\r\n\r\n")
            assert b"the canary sings" in line.recv(65536)
    with network.connect("10.0.0.1", 80, 5) as line:
        line.sendall(b"GET / HTTP/1.1\r\n\r\n")
        assert b"the canary sings" in line.recv(65536)
    assert network.canary_hits == len(network.tries_inside) == len(PERCHES) + 1


@pytest.mark.parametrize("bad", ["127.0.0.1", "::1", "169.254.169.254", "10.0.0.1"])
def test_a_name_that_changes_its_address_is_asked_for_once_a_step(
    network: Network, bad: str
) -> None:
    network.names["page.example.com"] = [[PUBLIC[0]], [bad]]
    network.pages["/"] = page(b"the public page")
    found = fetch("http://page.example.com/", ways=network.ways())
    assert found.data == b"the public page"
    assert network.asked == ["page.example.com"]
    assert network.connected == [PUBLIC[0]]
    # And a step further on it is looked at anew.
    network.names["page.example.com"] = [[PUBLIC[0]], [bad]]
    network.pages["/"] = moved("/next")
    refused(network, "http://page.example.com/")
    assert len(network.asked) == 3


def test_a_chain_of_redirects_is_followed_three_times_and_looked_at_each_time(
    network: Network,
) -> None:
    network.pages.update({f"/{step}": moved(f"/{step + 1}") for step in range(3)})
    network.pages["/3"] = page(b"the end")
    assert fetch("http://page.example.com/0", ways=network.ways()).url.endswith("/3")
    network.pages["/3"] = moved("/4")
    assert "more than 3 times" in str(refused(network, "http://page.example.com/0"))
    network.pages["/2"] = moved("http://169.254.169.254/latest/meta-data/")
    assert "169.254.169.254" in str(refused(network, "http://page.example.com/0"))


def test_what_is_special_is_told_from_what_is_public() -> None:
    assert [address for address in INSIDE if is_public(address)] == []
    assert [address for address in OUTSIDE if not is_public(address)] == []


@pytest.mark.parametrize("answer", [[], ["what?"], [""], ["127.0.0.1\n"]])
def test_an_answer_of_the_resolver_that_is_no_address_is_refused(
    network: Network, answer: list[str]
) -> None:
    network.names["page.example.com"] = [answer]
    refused(network, "http://page.example.com/")
    assert network.connected == []


def test_a_name_that_nobody_knows_is_told(network: Network) -> None:
    def unknown(_host: str, _port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    with pytest.raises(Invalid, match=r"There is no host “no\.example\.com”\."):
        fetch("http://no.example.com/", ways=Ways(unknown, network.connect))


def test_no_proxy_of_the_environment_is_asked(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = f"http://127.0.0.1:{network.canaries['127.0.0.1'].port}"
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, proxy)
        monkeypatch.setenv(name.upper(), proxy)
    network.pages["/"] = page(b"direct")
    assert fetch("http://page.example.com/", ways=network.ways()).data == b"direct"
    assert network.hits == 0


def test_the_system_s_ways_connect_to_the_very_address(network: Network) -> None:
    port = network.canaries["127.0.0.2"].port
    with connect("127.0.0.2", port, 5) as line:
        assert line.getpeername() == ("127.0.0.2", port)
        line.sendall(b"x")
        assert line.recv(65536)


def test_there_is_no_setting_that_lets_more_in() -> None:
    from annotator.config import Config

    words = " ".join(row for row in Config.__dataclass_fields__)
    assert "allow" not in words
    assert "proxy_url" not in words
