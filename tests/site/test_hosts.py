"""Plain http stays on this machine, and only known names are answered to."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from flask import Flask
from waitress import server as waitress_server

from annotator import create_app
from annotator.config import Config
from annotator.db import db
from annotator.errors import Refused
from annotator.web.cli import (
    _answer,
    _listen,
    is_loopback,
    refuse_old_schema,
    refuse_open_network,
)
from tests.conftest import Visit
from tests.databases import config_for, sqlite_url
from tests.personas import World
from tests.visitor import Visitor

HOST = "desk.example.org"


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("127.0.0.1", "localhost"),
        ("127.0.0.1", "localhost:8000"),
        ("127.0.0.1", "127.0.0.1:8000"),
        ("::1", "[::1]:8000"),
    ],
)
def test_plain_http_is_answered_on_this_machine(app: Flask, address: str, host: str) -> None:
    assert Visitor(app, address=address, host=host).get("/healthz").status_code == 200


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("192.0.2.7", "localhost"),
        ("127.0.0.1", HOST),
        ("127.0.0.1", "localhost.evil.example"),
        ("127.0.0.1", "127.0.0.1.evil.example"),
        ("10.0.0.1", "10.0.0.1"),
    ],
)
def test_plain_http_is_refused_elsewhere(app: Flask, address: str, host: str) -> None:
    browser = Visitor(app, address=address, host=host)
    page = browser.page("/healthz", status=400)
    assert "Over plain http this server answers only on this machine" in page.text
    said = browser.get("/healthz", json=True).get_json()["error"]["sentence"]
    assert "ANNOTATOR_PROXIES" in said


def test_over_https_the_cookie_has_the_host_prefix(app: Flask) -> None:
    browser = Visitor(app, https=True, address="192.0.2.7", host=HOST)
    answer = browser.get("/csrf-token", json=True)
    said = answer.headers["Set-Cookie"]
    assert said.startswith("__Host-annotator=")
    for part in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
        assert part in said
    assert "Domain" not in said
    assert "max-age=63072000" in answer.headers["Strict-Transport-Security"]


def test_over_plain_http_the_cookie_has_another_name(app: Flask) -> None:
    answer = Visitor(app).get("/csrf-token", json=True)
    assert answer.headers["Set-Cookie"].startswith("annotator=")
    assert "Secure" not in answer.headers["Set-Cookie"]
    assert "Strict-Transport-Security" not in answer.headers


def test_the_cookie_of_plain_http_opens_nothing_over_https(world: World, visit: Visit) -> None:
    browser = visit(world.lead, https=True, address="192.0.2.7", host=HOST)
    assert browser.get("/account", json=True).status_code == 200
    stolen = visit(None, https=True, address="192.0.2.7", host=HOST)
    stolen._client.set_cookie("annotator", browser.cookie() or "", domain=HOST)
    assert stolen.get("/account", json=True).status_code == 401


class TestBehindAProxy:
    """With one trusted proxy and one trusted name."""

    @pytest.fixture
    def config(self, database: str, instance: Path) -> Config:
        return config_for(database, instance, proxies=1, trusted_hosts=(HOST,))

    def forwarded(self, app: Flask, **more: str) -> Visitor:
        return Visitor(app, address="10.0.0.2", host=more.get("host", HOST))

    def test_its_word_on_the_scheme_counts(self, app: Flask) -> None:
        answer = self.forwarded(app).get("/healthz", headers={"X-Forwarded-Proto": "https"})
        assert answer.status_code == 200

    def test_without_its_word_it_is_plain_http(self, app: Flask) -> None:
        assert self.forwarded(app).get("/healthz").status_code == 400

    def test_other_names_are_refused(self, app: Flask) -> None:
        browser = self.forwarded(app, host="evil.example")
        answer = browser.get("/healthz", headers={"X-Forwarded-Proto": "https"})
        assert answer.status_code == 400

    def test_serving_to_the_network_is_allowed(self, config: Config) -> None:
        refuse_open_network("192.0.2.1", config)


def test_without_a_proxy_its_headers_are_a_strangers_words(app: Flask) -> None:
    browser = Visitor(app, address="192.0.2.7", host="localhost")
    words = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "127.0.0.1"}
    assert browser.get("/healthz", headers=words).status_code == 400


@pytest.mark.parametrize("settings", [{}, {"proxies": 1}, {"trusted_hosts": (HOST,)}])
def test_serving_to_the_network_needs_a_proxy_and_a_name(
    tmp_path: Path, settings: dict[str, object]
) -> None:
    config = config_for("sqlite:////nowhere", tmp_path, **settings)
    for host in ("::", "192.0.2.1", HOST):
        with pytest.raises(Refused):
            refuse_open_network(host, config)
    for host in ("127.0.0.1", "::1", "localhost"):
        assert is_loopback(host)
        refuse_open_network(host, config)


def test_the_server_reads_no_more_than_an_upload(
    app: Flask, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, int] = {}

    def refuse(_app: Flask, **settings: int) -> None:
        asked.update(settings)
        raise OSError("enough")

    monkeypatch.setattr(waitress_server, "create_server", refuse)
    with pytest.raises(OSError, match="enough"):
        _answer(app, config, [])
    most = asked["max_request_body_size"]
    assert config.max_upload_bytes < most <= config.max_upload_bytes + 100_000


def test_a_port_that_is_taken_is_told_in_one_sentence(app: Flask, config: Config) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(Refused, match=f"Cannot listen on 127.0.0.1:{port}: address already"):
            _listen(app, config, "127.0.0.1", port, 1)


def test_an_old_schema_is_not_served(tmp_path: Path) -> None:
    app = create_app(config_for(sqlite_url(tmp_path / "new.sqlite3"), tmp_path))
    with app.app_context():
        with pytest.raises(Refused, match="annotator init"):
            refuse_old_schema()
        assert Visitor(app).get("/readyz").status_code == 503
        for engine in db.engines.values():
            engine.dispose()


def test_probes_say_nothing_but_yes(app: Flask) -> None:
    for path in ("/healthz", "/readyz"):
        assert Visitor(app).get(path).get_json() == {"status": "ok"}
