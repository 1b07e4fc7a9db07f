"""What a public server sends is read within limits, whatever it tries; all on loopback."""

from __future__ import annotations

import datetime
import gzip
import socket
import ssl
import zlib
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from annotator.errors import Invalid
from annotator.safefetch import Fetched, Limits, Ways, fetch
from tests.safefetch.network import PUBLIC, SYSTEMS, Network, moved, page

URL = "http://page.example.com/"
SMALL = Limits(seconds=60, size=1024 * 1024)

Reply = bytes | Callable[[socket.socket], None]


def get(network: Network, reply: Reply, **options: object) -> Fetched:
    """What a fetch makes of this reply."""
    network.pages["/"] = reply
    return fetch(URL, ways=network.ways(), **{"limits": SMALL, **options})  # type: ignore[arg-type]


def why(network: Network, reply: Reply, **options: object) -> str:
    """The sentence with which this reply is refused."""
    with pytest.raises(Invalid) as refusal:
        get(network, reply, **options)
    return str(refusal.value)


def test_a_page_comes_with_its_kind_its_charset_and_its_very_bytes(network: Network) -> None:
    body = "<p>Zürich – 中文</p>".encode("utf-16")
    found = get(network, page(body, 'TEXT/HTML; Charset="UTF-16"'))
    assert found == Fetched(URL, "text/html", "UTF-16", body)
    assert get(network, page(b"x", "application/xhtml+xml")).charset is None
    assert get(network, page(b"x", "text/html; charset=a\x01b")).charset is None


def test_what_is_sent_is_one_plain_request_and_nothing_of_ours(network: Network) -> None:
    get(network, page(b"x"))
    (request,) = network.requests
    lines = request.split("\r\n")
    assert lines[0] == "GET / HTTP/1.1"
    names = [line.partition(":")[0] for line in lines[1:] if line]
    assert names == ["Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"]
    assert "Host: page.example.com" in lines
    assert "Accept-Encoding: identity" in lines


def test_a_page_is_found_by_any_honest_spelling_of_its_address(network: Network) -> None:
    network.pages["/%C3%A4%20b?q=%C3%B6&r=1"] = page(b"found")
    network.pages["/"] = page(b"root")
    for url in ("http://BÜCHER.example.com:80/ä%20b?q=ö&r=1#part", "http://bücher.example.com./"):
        fetch(url, ways=network.ways())
    assert set(network.asked) == {"xn--bcher-kva.example.com"}
    assert network.requests[0].startswith("GET /%C3%A4%20b?q=%C3%B6&r=1 HTTP/1.1\r\n")


def test_a_second_address_is_tried_where_the_first_does_not_answer(network: Network) -> None:
    network.names["page.example.com"] = [["8.8.8.8", PUBLIC[1]]]
    network.deaf.add("8.8.8.8")
    assert get(network, page(b"found")).data == b"found"
    network.names["page.example.com"] = [["8.8.8.8"]]
    assert why(network, page(b"")) == "“page.example.com” cannot be reached."


@pytest.mark.parametrize("status", ["301 x", "302 x", "303 x", "307 x", "308 x"])
def test_a_redirect_is_followed_and_the_last_address_is_told(network: Network, status: str) -> None:
    network.pages["/there?a=%C3%A9"] = page(b"there")
    network.pages["/"] = moved("/there?a=é", status)
    found = fetch(URL, ways=network.ways())
    assert (found.url, found.data) == ("http://page.example.com/there?a=%C3%A9", b"there")


def test_a_redirect_that_says_two_things_or_nothing_is_refused(network: Network) -> None:
    two = b"HTTP/1.1 302 x\r\nLocation: /a\r\nLocation: /b\r\n\r\n"
    for reply in (two, page(b"", status="302 x")):
        assert "does not say where to" in why(network, reply)


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        (page(b"x", status="404 Not Found"), "The server answers with status 404"),
        (page(b"x", status="500 x"), "status 500"),
        (page(b"x", status="204 No Content"), "status 204"),
        (page(b"x", "text/markdown"), "no web page or text (text/markdown)"),
        (page(b"x", "application/pdf"), "no web page or text (application/pdf)"),
        (page(b"x", "image/svg+xml"), "no web page or text (image/svg+xml)"),
        (page(b"x", "<script>/x"), "no web page or text (?)"),
        (b"HTTP/1.1 200 OK\r\n\r\nx", "no web page or text (?)"),
        (b"", "broke off"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "broke off"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n", "broke off"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000, "broke off"),
        (page(b"short", headers={"Content-Length": "100"}), "broke off"),
        (page(b"x", headers={"Content-Length": "10737418240"}), "larger than 1 MB"),
        (page(b"x" * 1_048_577), "larger than"),
        (page(b"x", headers={"Content-Encoding": "br"}), "not asked for"),
        (page(b"x", headers={"Content-Encoding": "gzip, gzip"}), "not asked for"),
        (page(b"no gzip", headers={"Content-Encoding": "gzip"}), "broke off"),
    ],
)
def test_what_is_no_page_is_refused_with_its_reason(
    network: Network, reply: bytes, sentence: str
) -> None:
    assert sentence in why(network, reply)


def test_a_page_that_comes_packed_is_unpacked(network: Network) -> None:
    for encoding, pack in (("gzip", gzip.compress), ("deflate", zlib.compress)):
        packed = page(pack(b"a page"), headers={"Content-Encoding": encoding})
        assert get(network, packed).data == b"a page"


def test_a_bomb_is_counted_as_it_unpacks(network: Network) -> None:
    bomb = gzip.compress(b"\0" * 20_000_000, 1)
    assert len(bomb) < SMALL.size
    assert "larger than" in why(network, page(bomb, headers={"Content-Encoding": "gzip"}))
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: deflate\r\n\r\n"
    nothing = b"\x78\x9c" + b"\0\0\0\xff\xff" * 210_000
    assert "larger than" in why(network, head + nothing)


def test_a_body_in_chunks_is_read_and_an_endless_one_is_not(network: Network) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert get(network, head + b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n").data == b"abcde"
    assert "broke off" in why(network, head + b"ffff\r\nabc")
    assert "broke off" in why(network, head + b"nonsense\r\nabc")

    def endless(line: socket.socket) -> None:
        line.sendall(head)
        while True:
            line.sendall(b"10000\r\n" + b"x" * 65536 + b"\r\n")

    assert "larger than" in why(network, endless)


@pytest.mark.parametrize(
    "begin", [b"", b"HTTP/1.1 200 OK\r\n", page(b"", headers={"Content-Length": "99"})]
)
def test_a_server_that_trickles_is_left(network: Network, begin: bytes) -> None:
    left = Event()

    def trickle(line: socket.socket) -> None:
        try:
            line.sendall(begin)
            while not left.wait(0.02):
                line.sendall(b"X")
        except OSError:
            left.set()

    # On a busy machine the time may be over before anything was asked: then once more.
    for _ in range(60):
        sentence = why(network, trickle, limits=Limits(seconds=0.3, size=1000))
        assert sentence == "“page.example.com” did not answer within 0 seconds."
        if left.wait(1):
            break
    assert left.is_set()


def test_a_resolver_that_hangs_is_left(network: Network) -> None:
    released = Event()

    def hang(_host: str, _port: int) -> list[str]:
        released.wait(250)
        return []

    with pytest.raises(Invalid, match="did not answer within"):
        fetch(URL, limits=Limits(seconds=0.1), ways=Ways(hang, network.connect))
    released.set()


def test_whoever_asked_may_end_it_while_it_comes(network: Network) -> None:
    seen = []

    def tell(came: int, said: int | None) -> None:
        seen.append((came, said))
        raise KeyError("enough")

    with pytest.raises(KeyError):
        get(network, page(b"a page"), tell=tell)
    assert seen == [(6, 6)]


@pytest.fixture
def secure(network: Network, tmp_path: Path) -> Network:
    """The server speaks https, with a certificate for secure.example.com that tests trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "secure.example.com")])
    begin = datetime.datetime(2020, 1, 1)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), begin)
        .not_valid_after(datetime.datetime(2099, 1, 1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("secure.example.com")]), False)
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (tmp_path / "both.pem").write_bytes(private + pem)
    network.certificate = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    network.certificate.load_cert_chain(tmp_path / "both.pem")
    network.trust = ssl.create_default_context(cadata=pem.decode())
    network.pages["/"] = page(b"encrypted")
    return network


def test_a_page_is_fetched_encrypted_for_the_name_that_its_certificate_has(
    secure: Network,
) -> None:
    found = fetch("https://secure.example.com/", ways=secure.ways())
    assert (found.url, found.data) == ("https://secure.example.com/", b"encrypted")


def test_a_certificate_of_another_name_or_of_nobody_known_is_refused(secure: Network) -> None:
    for url in ("https://other.example.com/", f"https://{PUBLIC[0]}/"):
        with pytest.raises(Invalid, match="no valid certificate"):
            fetch(url, ways=secure.ways())
    secure.trust = SYSTEMS
    with pytest.raises(Invalid, match="no valid certificate"):
        fetch("https://secure.example.com/", ways=secure.ways())
    assert secure.requests == []


def test_an_encrypted_page_does_not_lead_to_a_plain_one(secure: Network) -> None:
    secure.pages["/"] = moved("http://secure.example.com/plain")
    with pytest.raises(Invalid, match="no longer encrypted"):
        fetch("https://secure.example.com/", ways=secure.ways())
    secure.pages["/"] = moved("/still")
    secure.pages["/still"] = page(b"encrypted still")
    assert fetch("https://secure.example.com/", ways=secure.ways()).data == b"encrypted still"
