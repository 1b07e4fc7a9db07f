"""A network that never leaves this machine: canaries inside, and one server that plays the web."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Thread

from annotator.safefetch import Ways

#: Addresses of the public web, all of them played by the one server.
PUBLIC = ("93.184.215.14", "2606:4700::6810:84e5")
#: On each of these a canary listens.
PERCHES = ("127.0.0.1", "127.0.0.2", "127.1.2.3", "::1")

#: What the system trusts; made once, as it takes a while.
SYSTEMS = ssl.create_default_context()

Reply = bytes | Callable[[socket.socket], None]


class Listener:
    """A socket on loopback, and a thread that answers whoever comes."""

    def __init__(self, address: str, answer: Callable[[socket.socket], None]) -> None:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self._socket = socket.create_server((address, 0), family=family)
        self.port: int = self._socket.getsockname()[1]
        self._answer = answer
        self._thread = Thread(target=self._listen)
        self._thread.start()

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._socket.close()

    def _listen(self) -> None:
        while True:
            try:
                line, _ = self._socket.accept()
            except OSError:
                return
            with line:
                try:
                    line.settimeout(120)
                    self._answer(line)
                except OSError:
                    pass


class Network:
    """What names stand for, what the server answers by path, and who came to the canaries."""

    def begin(self) -> None:
        """Forget everything."""
        #: Each call of the resolver takes the next answer; the last one stays.
        self.names: dict[str, list[Sequence[str]]] = {}
        self.pages: dict[str, Reply] = {}
        self.asked: list[str] = []
        self.requests: list[str] = []
        self.connected: list[str] = []
        self.tries_inside: list[str] = []
        self.deaf: set[str] = set()
        self.canary_hits = 0
        self.certificate: ssl.SSLContext | None = None
        self.trust = SYSTEMS

    def ways(self) -> Ways:
        return Ways(self.resolve, self.connect, lambda: self.trust)

    def resolve(self, host: str, _port: int) -> Sequence[str]:
        self.asked.append(host)
        answers = self.names.get(host, [[PUBLIC[0]]])
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def connect(self, address: str, port: int, seconds: float) -> socket.socket:
        """To the server for the public web; to a canary for whatever else is tried."""
        self.connected.append(address)
        if address in self.deaf:
            raise ConnectionRefusedError
        if address in PUBLIC:
            return socket.create_connection(("127.0.0.1", self.server.port), seconds)
        self.tries_inside.append(address)
        perch = address if address in PERCHES else PERCHES[0]
        return socket.create_connection((perch, self.canaries[perch].port), seconds)

    @property
    def hits(self) -> int:
        return self.canary_hits + len(self.tries_inside)

    def _perched(self, line: socket.socket) -> None:
        self.canary_hits += 1
        line.recv(65536)
        line.sendall(page(b"the canary sings"))

    def _serve(self, plain: socket.socket) -> None:
        wrap = self.certificate.wrap_socket if self.certificate else None
        with wrap(plain, server_side=True) if wrap else plain as line:
            head = line.recv(65536).decode("latin-1")
            if not head:
                return  # Whoever came has hung up.
            self.requests.append(head)
            reply = self.pages.get(head.split(" ")[1], page(b"Not found", status="404 Not Found"))
            if callable(reply):
                reply(line)
            else:
                line.sendall(reply)

    @contextmanager
    def running(self) -> Iterator[Network]:
        self.begin()
        self.server = Listener("127.0.0.1", self._serve)
        self.canaries = {perch: Listener(perch, self._perched) for perch in PERCHES}
        try:
            yield self
        finally:
            for listener in (self.server, *self.canaries.values()):
                listener.close()


def page(
    body: bytes,
    kind: str = "text/html; charset=utf-8",
    status: str = "200 OK",
    headers: Mapping[str, str] | None = None,
) -> bytes:
    """An answer of HTTP."""
    head = {"Content-Type": kind, "Content-Length": str(len(body)), **(headers or {})}
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in head.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def moved(place: str, status: str = "302 Found") -> bytes:
    """An answer that leads on."""
    where = place.encode("utf-8", "surrogatepass").decode("latin-1")
    return page(b"", status=status, headers={"Location": where})
