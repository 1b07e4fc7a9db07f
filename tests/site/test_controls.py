"""Controls that hold for all pages, tried on those that look back at the work; and their map."""

from __future__ import annotations

import ast
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from annotator.audit.models import Event
from annotator.config import Config
from annotator.db import db, writing
from annotator.errors import Refused
from annotator.people import service
from tests.conftest import Visit
from tests.factories import make_article, make_member, make_session, make_user, person_of
from tests.personas import World

ROOT = Path(__file__).resolve().parents[2]
MAP = ROOT / "docs" / "security.md"
#: What reliability.md, section 2.1, numbers; the map has a row for each.
CONTROLS = {
    *("A2", "A5", "A6", "A7", "A8", "A12", "A13", "A14", "A15", "X8", "Z3", "Z6", "I7", "I8"),
    *("I10", "S1–S6", "L1", "L2", "Z4", "I4", "X3"),
}
HARM = (
    "<script>alert(7)</script>\"'><img src=x onerror=alert(7)>{{7*7}}{% print(7*7) %}{0.__class__}"
)
#: What nobody may set by sending it along.
NOT_THEIRS = {
    **{"id": "1", "user_id": "1", "project_id": "1", "version": "99", "role": "lead"},
    **{"created_at": "2000-01-01", "is_admin": "1", "is_active": "0", "audited_by": "1"},
}

#: Modules that open connections; whoever takes one up is named below, or is the fetcher.
WAYS_OUT = {
    *("socket", "ssl", "http.client", "urllib.request", "urllib3", "httpx", "requests", "aiohttp"),
    *("asyncio", "ftplib", "smtplib", "poplib", "imaplib", "telnetlib", "xmlrpc.client"),
}
REACHING = {
    "mail/server.py": {"smtplib", "ssl"},
    "mail/service.py": {"smtplib"},
    "web/cli.py": {"socket"},
    "web/processes.py": {"socket"},
}


def test_each_test_that_the_map_names_is_there() -> None:
    rows = MAP.read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", rows)
    assert len(named) > 40
    for path, test in named:
        source = (ROOT / path).read_text(encoding="utf-8")
        assert f"def {test}(" in source if test else "def test_" in source, f"{path}::{test}"


def test_each_control_has_its_row_in_the_map() -> None:
    rows = re.findall(r"^\| ([A-Z]\d+(?:–[A-Z]\d+)?) ", MAP.read_text(encoding="utf-8"), re.M)
    assert set(rows) == CONTROLS
    assert len(rows) == len(CONTROLS)


@pytest.mark.parametrize(
    "key",
    [
        *(
            "short",
            "changeme",
            "a" * 64,
            "abcabc" * 12,
            "secret" * 2,
            "1234567890123456789012345678",
        ),
        *("my-secret-key " * 4, "0123456789abcdef" * 4, "CHANGE_ME_TO_A_COMPLEX_RANDOM_SECRET_KEY"),
        # Those of the documentation of Flask and of a program whose sessions were forged with it.
        "192b9bdd22ab9ed4d12e236c78afcb9a" + "393ec15f71bbf5dc987d54727823bcbf",
        "c292a0a3aa32397c" + "db050e233733900f",
    ],
)
def test_a_server_does_not_start_with_a_weak_key(tmp_path: Path, key: str) -> None:
    settings = {"ANNOTATOR_INSTANCE": str(tmp_path), "ANNOTATOR_SECRET_KEY": key}
    with pytest.raises(Refused, match="too weak") as refusal:
        Config.from_environment(settings)
    assert key not in str(refusal.value)


def test_a_key_is_made_at_random_for_its_owner_alone(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("one", "two")]
    keys = {Config.from_environment({"ANNOTATOR_INSTANCE": str(one)}).secret_key for one in folders}
    assert len(keys) == 2
    assert min(map(len, keys)) >= 43
    for folder in folders:
        assert (folder / "secret_key").stat().st_mode & 0o077 == 0


def test_a_server_does_not_start_with_a_key_that_others_can_read(tmp_path: Path) -> None:
    settings = {"ANNOTATOR_INSTANCE": str(tmp_path)}
    key, file = Config.from_environment(settings).secret_key, tmp_path / "secret_key"
    for mode in (0o640, 0o604, 0o620):
        file.chmod(mode)
        with pytest.raises(Refused, match="others than its owner can open it") as refusal:
            Config.from_environment(settings)
        assert key not in str(refusal.value)
    file.chmod(0o400)
    assert Config.from_environment(settings).secret_key == key


def test_nothing_but_the_one_fetcher_reaches_out_for_pages() -> None:
    reached: dict[str, set[str]] = {}
    for path in sorted((ROOT / "annotator").rglob("*.py")):
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        named = {name for node in nodes for name in _imported(node)}
        if found := named & WAYS_OUT:
            reached[path.relative_to(ROOT / "annotator").as_posix()] = found
    outside = {name: found for name, found in reached.items() if "safefetch/" not in name}
    # What listens, and what sends letters by the one server that the settings name.
    assert outside == REACHING


def test_no_words_of_people_reach_the_engine_of_templates() -> None:
    for path in sorted((ROOT / "annotator").rglob("*")):
        if path.suffix in {".py", ".html"}:
            source = path.read_text(encoding="utf-8")
            for way in ("render_template_string", "from_string", "|safe", "| safe", "autoescape "):
                assert way not in source, (path, way)


def test_harmful_names_stay_words_on_every_page_that_looks_back(world: World, visit: Visit) -> None:
    article = make_article(world.project, f"{HARM}\n", title=HARM, byline=HARM)
    with writing():
        world.project.name = HARM[:80]
        world.user(world.lead).name = HARM[:60]
    lead, admin, base = visit(world.lead), visit(world.admin), f"/projects/{world.slug}"
    query = select(Event.seq).where(Event.target_id == str(article.id))
    seq = db.session.scalars(query).first()
    paths = [
        "/speakers",
        "/audit",
        "/audit/proof",
        "/dashboard",
        f"/audit/{seq}",
        "/members",
        "/settings",
    ]
    paths += [f"/history/article/{article.id}", "/export"]
    for browser, path in [*((lead, base + one) for one in paths), (admin, "/people")]:
        answer = browser.get(path)
        assert answer.status_code == 200, path
        for harm in ("<script>alert", "<img src=x", "$argon2", "class 'str'"):
            assert harm not in answer.text, (path, harm)
    assert "{{7*7}}{% print(7*7) %}" in lead.page(f"{base}/history/article/{article.id}").text


def test_whoever_does_not_manage_people_reads_nobody_elses_address(
    world: World, visit: Visit
) -> None:
    article = make_article(world.project, "Words enough for a page.")
    base = f"/projects/{world.slug}"
    paths = ["/projects", "/account", "/notifications", f"{base}/articles", f"{base}/export"]
    paths += [f"{base}/speakers", f"{base}/dashboard", f"{base}/articles/{article.id}"]
    paths += [f"{base}/members", f"{base}/history/article/{article.id}", "/people"]
    everybody = {"lea", "rosa", "ravi", "otto", "sam", "ada"}
    for person in (world.rosa, world.observer, world.stranger):
        own = person.email.partition("@")[0]
        browser = visit(person)
        for path in paths:
            text = browser.get(path).text
            assert not [one for one in everybody - {own} if f"{one}@example.org" in text], path


def test_nobody_sets_what_is_not_on_the_form(world: World, visit: Visit) -> None:
    rosa, lead = visit(world.rosa), visit(world.lead)
    base = f"/projects/{world.slug}"
    before = _all_of(world)
    assert rosa.post("/account", {"name": "Rosa Ramirez", **NOT_THEIRS}).status_code == 302
    assert lead.post(f"{base}/audit/proof", NOT_THEIRS).status_code == 302
    db.session.expire_all()
    assert _all_of(world) == before


def test_a_line_of_the_security_log_holds_no_words_of_people(
    app: Flask, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "annotator.security")
    leaving = make_user("Canary Name", email="canary@example.org")
    make_member(world.project, leaving)
    secret = make_session(leaving.id)
    reason = "canary\nsigned in user=1\x1b[2J\u202e" + "x" * 400
    with writing():
        service.deactivate(leaving.id, reason=reason, gives_back=True, actor=world.admin.actor)
    with writing():
        service.reactivate(leaving.id, actor=world.admin.actor)
    lines = [one.getMessage() for one in caplog.records if one.name == "annotator.security"]
    told = [line for line in lines if line.startswith("account ") and "created" not in line]
    number = person_of(leaving).id
    assert told == [
        f"account deactivated user={number} by={world.admin.id} sessions_ended=1",
        f"account reactivated user={number} by={world.admin.id}",
    ]
    for line in lines:
        assert line.isascii()
        assert line.isprintable()
        assert "canary" not in line.lower()
        assert secret not in line


def _all_of(world: World) -> list[object]:
    """What the fields that were sent along would have changed."""
    people = [world.user(one) for one in (world.rosa, world.lead)]
    found: list[object] = [(one.id, one.is_admin, one.is_active, one.created_at) for one in people]
    return [*found, world.project.id, world.project.created_at]


def _imported(node: ast.AST) -> Iterator[str]:
    """The modules that a statement takes up."""
    if isinstance(node, ast.Import):
        yield from (one.name for one in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        yield node.module
        yield from (f"{node.module}.{one.name}" for one in node.names)
