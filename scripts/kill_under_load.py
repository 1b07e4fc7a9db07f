"""Kill the server under load, start it again, and look for every save that it acknowledged."""

from __future__ import annotations

import http.client
import http.cookiejar
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from annotator import create_app
from annotator.articles.drafts import ArticleDraft
from annotator.articles.service import import_text
from annotator.audit.models import COMMAND_LINE, Actor
from annotator.config import Config
from annotator.db import db, writing
from annotator.db.migrate import upgrade
from annotator.demo.service import SLUG, build
from annotator.projects.queries import project_by_slug

PASSWORD = "a password for one run"  # noqa: S105 - of a project that lives for minutes
TEXT = "Ten words stand in this line 💧 for the marks.\n" * 20
CLIENTS = 4
#: The moment of the kill, in seconds after the first request.
EARLIEST, LATEST = 0.05, 0.5
_LOST = (OSError, http.client.HTTPException)


@dataclass
class Known:
    """What a client was told about one mark, and what it asked for without hearing back."""

    start: int
    end: int
    version: int = 0
    note: str | None = None
    unheard: str | None = None


@dataclass
class Tally:
    """What a run came to."""

    kills: int = 0
    acknowledged: int = 0
    unheard: int = 0
    faults: list[str] = field(default_factory=list)


class Server:
    """`annotator serve` in a process group of its own."""

    def __init__(self, config: Config) -> None:
        self.port = _free_port()
        self._environment = {
            **os.environ,
            "ANNOTATOR_INSTANCE": str(config.instance),
            "ANNOTATOR_DATABASE_URL": config.database_url,
            "ANNOTATOR_SECRET_KEY": config.secret_key,
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [sys.executable, "-m", "annotator.cli", "serve", "--port", str(self.port)]
        self._process = subprocess.Popen(
            command,
            env=self._environment,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        for _ in range(400):
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                    return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("the server did not start")

    def kill(self) -> None:
        """End the whole group at once, with no chance to finish anything."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def verify(self) -> str | None:
        """What `annotator audit verify` finds wrong."""
        command = [sys.executable, "-m", "annotator.cli", "audit", "verify"]
        done = subprocess.run(command, env=self._environment, capture_output=True, check=False)
        return None if done.returncode == 0 else done.stderr.decode()[-500:]


class Session:
    """A reviewer who is signed in over plain HTTP."""

    def __init__(self, port: int) -> None:
        self._base = f"http://127.0.0.1:{port}"
        jar = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        page = self._get("/sign-in")
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        fields = {
            "csrf_token": found.group(1) if found else "",
            "email": "rosa@example.org",
            "password": PASSWORD,
        }
        self._opener.open(f"{self._base}/sign-in", urllib.parse.urlencode(fields).encode())
        self.cookie = "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)

    def token(self) -> str:
        """A token for forms."""
        return str(json.loads(self._get("/csrf-token"))["token"])

    def annotations(self, path: str) -> dict[str, Any]:
        """The marks that the server has, by id."""
        answer = json.loads(self._get(f"{path}/annotations"))
        return {mark["id"]: mark for mark in answer["annotations"]}

    def _get(self, path: str) -> str:
        request = urllib.request.Request(  # noqa: S310 - an address of this machine
            self._base + path, headers={"Accept": "application/json, text/html"}
        )
        with self._opener.open(request) as answer:
            return str(answer.read().decode())


class Client(threading.Thread):
    """Saves and revises marks as fast as it can, until the server is gone."""

    def __init__(self, port: int, path: str, session: Session, token: str) -> None:
        super().__init__(daemon=True)
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        self._path = path
        self._token = token
        self._headers = {
            "Cookie": session.cookie,
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.known: dict[str, Known] = {}
        self.refused: list[str] = []

    def run(self) -> None:
        """Work until the connection breaks."""
        while True:
            mark_id, mark, fields = self._next()
            mark.unheard = str(fields.get("note", ""))
            self.known[mark_id] = mark
            try:
                status, body = self._post(mark_id, fields)
            except _LOST:
                return
            if status not in (200, 201):
                self.refused.append(f"{status} {body[:200]!r}")
                return
            mark.version = json.loads(body)["annotation"]["version"]
            mark.note, mark.unheard = mark.unheard or None, None

    def _next(self) -> tuple[str, Known, dict[str, Any]]:
        settled = [one for one in self.known.items() if one[1].version]
        if settled and random.random() < 0.3:  # noqa: S311 - no secret
            mark_id, mark = random.choice(settled)  # noqa: S311
            return mark_id, mark, {"version": mark.version, "note": f"after {mark.version}"}
        start = random.randrange(len(TEXT) - 40)  # noqa: S311
        mark = Known(start, start + random.randint(1, 40))  # noqa: S311
        fields = {
            "version": 0,
            "label": "claim",
            "fragments-0-start": mark.start,
            "fragments-0-end": mark.end,
            "fragments-0-exact": TEXT[mark.start : mark.end],
        }
        return str(uuid4()), mark, fields

    def _post(self, mark_id: str, fields: dict[str, Any]) -> tuple[int, bytes]:
        body = urllib.parse.urlencode({**fields, "csrf_token": self._token})
        self._connection.request("POST", f"{self._path}/annotations/{mark_id}", body, self._headers)
        answer = self._connection.getresponse()
        return answer.status, answer.read()


def run(folder: Path, url: str, *, kills: int, seconds: float) -> Tally:
    """Kill the server so many times, or until the time is over."""
    config = Config(instance=folder, database_url=url, secret_key=uuid4().hex + uuid4().hex)
    paths = _prepared(config, kills)
    server, tally = Server(config), Tally()
    until = time.monotonic() + seconds
    server.start()
    session = Session(server.port)
    try:
        for path in paths:
            if time.monotonic() > until:
                break
            _round(server, session, path, tally)
        fault = server.verify()
        if fault:
            tally.faults.append(fault)
    finally:
        server.kill()
    return tally


def _round(server: Server, session: Session, path: str, tally: Tally) -> None:
    token = session.token()
    clients = [Client(server.port, path, session, token) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    time.sleep(random.uniform(EARLIEST, LATEST))  # noqa: S311
    server.kill()
    for client in clients:
        client.join()
    server.start()
    tally.kills += 1
    found = session.annotations(path)
    for client in clients:
        tally.faults += client.refused
        for mark_id, mark in client.known.items():
            tally.acknowledged += mark.version
            tally.unheard += mark.unheard is not None
            fault = _fault(mark, found.pop(mark_id, None))
            if fault:
                tally.faults.append(f"{path} {mark_id}: {fault}")
    tally.faults += [f"{path} {mark_id}: nobody made it" for mark_id in found]


def _fault(mark: Known, found: dict[str, Any] | None) -> str | None:
    """What is wrong with what the server has, after what the client was told."""
    if found is None:
        return "an acknowledged mark is gone" if mark.version else None
    [piece] = found["fragments"]
    if (piece["start"], piece["end"]) != (mark.start, mark.end):
        return "it stands elsewhere"
    told = (mark.version, mark.note)
    asked = (mark.version + 1, mark.unheard or None)
    allowed = {told, asked} if mark.unheard is not None else {told}
    has = (found["version"], found["note"])
    return None if has in allowed else f"{has} is none of {allowed}"


def _prepared(config: Config, articles: int) -> list[str]:
    """The demonstration, and an article for each round; the paths of these."""
    app = create_app(config)
    with app.app_context():
        upgrade()
        with writing():
            build(PASSWORD)
            project = project_by_slug(SLUG)
            assert project is not None  # noqa: S101 - it was made a line ago
            actor = Actor(None, COMMAND_LINE, COMMAND_LINE)
            ids = [
                import_text(project, ArticleDraft(text=TEXT), actor=actor) for _ in range(articles)
            ]
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
    return [f"/projects/{SLUG}/articles/{article_id}" for article_id in ids]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
