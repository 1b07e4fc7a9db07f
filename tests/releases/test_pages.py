"""The pages of releases, for everybody who may and may not ask for them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable

import pytest

from annotator.articles.models import Article
from annotator.assignments.supervising import supervise
from annotator.audit.models import Event
from annotator.db import db, writing
from annotator.projects.drafts import WorkflowDraft
from annotator.projects.workflow import set_workflow
from annotator.releases.models import Release
from annotator.shelving.service import archive
from annotator.trash.service import move_to_trash
from tests.conftest import Run
from tests.databases import ON_BOTH
from tests.factories import SHELL
from tests.jobs.conftest import WorkOff
from tests.jobs.conftest import hands as hands
from tests.jobs.conftest import work_off as work_off
from tests.personas import World
from tests.releases.conftest import Freeze
from tests.visitor import Visitor

Ids = tuple[str, str, str]
Visit = Callable[..., Visitor]
BASE = "/projects/demo-desk/releases"
FILLED = {"name": "first", "units": ["span", "claim"], "layer": "all", "splits": "train 3\ntest 1"}


@ON_BOTH
def test_a_lead_has_one_made_and_finds_all_of_it(
    world: World, busy: Ids, visit: Visit, work_off: WorkOff
) -> None:
    lead = visit(world.lead)
    assert "No release yet" in lead.page(BASE).text
    assert lead.post(f"{BASE}/new", FILLED).status_code == 302
    assert work_off() == 1
    assert "first-v1" in lead.page(BASE).text
    page = lead.page(f"{BASE}/first/1")
    manifest = json.loads(db.session.query(Release).one().manifest)
    assert manifest["asked"]["splits"]["splits"] == [
        {"name": "train", "parts": 3},
        {"name": "test", "parts": 1},
    ]
    for one in manifest["files"]:
        assert one["path"] in page.text
    event = db.session.query(Event).filter_by(action="release.made").one()
    assert (event.actor_id, event.via) == (world.lead.id, "page")


@ON_BOTH
def test_a_lead_chooses_what_goes_in_and_the_manifest_keeps_it(
    world: World, busy: Ids, visit: Visit, work_off: WorkOff
) -> None:
    lead = visit(world.lead)
    chosen = {**FILLED, "label": "quote", "published_from": "2020-01-01", "language": "en"}
    assert lead.post(f"{BASE}/new", chosen).status_code == 302
    work_off()
    manifest = json.loads(db.session.query(Release).one().manifest)
    assert manifest["asked"]["selection"] == {
        "labels": ["quote"],
        "languages": ["en"],
        "published": ["2020-01-01", None],
    }
    assert {
        label for one in manifest["counts"]["labels"].values() for label in one if one[label]
    } <= {"quote"}
    assert manifest["left_out"]["marks"]["label"] > 0
    page = lead.page(f"{BASE}/first/1").text
    assert "Marks left out, of another label" in page


@ON_BOTH
def test_an_observer_is_given_each_file_whole_or_in_parts(
    world: World, busy: Ids, freeze: Freeze, visit: Visit
) -> None:
    release, observer = freeze(), visit(world.observer)
    assert "first-v1" in observer.page(BASE).text
    for one in json.loads(release.manifest)["files"]:
        path = f"{BASE}/first/1/files/{one['path']}"
        answer = observer.get(path)
        assert hashlib.sha256(answer.data).hexdigest() == one["sha256"]
        part = observer.get(path, headers={"Range": "bytes=3-"})
        assert (part.status_code, part.data) == (206, answer.data[3:])
    whole = observer.get(f"{BASE}/first/1/files/manifest.json")
    assert whole.get_data(as_text=True) == release.manifest
    assert observer.get(f"{BASE}/first/1/files/../../secret_key").status_code == 404
    assert observer.get(f"{BASE}/first/1/files/nothing").status_code == 404
    assert observer.post(f"{BASE}/first/1/withdrawal", {"why": "Wrong."}).status_code == 404


@pytest.mark.parametrize("name", ["reviewer", "stranger"])
def test_who_takes_nothing_out_finds_no_release(
    world: World, busy: Ids, freeze: Freeze, visit: Visit, name: str
) -> None:
    freeze()
    person = visit(getattr(world, name))
    for path in (BASE, f"{BASE}/new", f"{BASE}/first/1", f"{BASE}/first/1/files/README.md"):
        assert person.get(path).status_code == 404
    assert person.post(f"{BASE}/new", FILLED).status_code == 404


def test_one_with_names_is_for_leads_and_asks_for_the_password(
    world: World, busy: Ids, freeze: Freeze, visit: Visit
) -> None:
    release = freeze("named", "--names")
    assert world.rosa.name in release.manifest
    observer, lead = visit(world.observer), visit(world.lead)
    assert "named-v1" not in observer.page(BASE).text
    assert observer.get(f"{BASE}/named/1").status_code == 404
    assert observer.get(f"{BASE}/named/1/files/manifest.json").status_code == 404
    assert "under their names" in lead.page(f"{BASE}/named/1").text


@ON_BOTH
def test_what_changed_since_the_version_before_leads_to_its_events(
    world: World, busy: Ids, freeze: Freeze, visit: Visit
) -> None:
    freeze()
    with writing():
        move_to_trash(db.session.get_one(Article, busy[1]), "It came in twice.", actor=SHELL)
    freeze()
    lead, observer = visit(world.lead), visit(world.observer)
    path = f"{BASE}/first/2/since/1"
    assert path in lead.get(f"{BASE}/first/2").text
    event = db.session.query(Event).filter_by(action="article.trashed").one()
    assert f'/audit/{event.seq}"' in lead.get(path).text
    assert f'/audit/{event.seq}"' not in observer.get(path).text
    assert visit(world.reviewer).get(path).status_code == 404
    assert lead.get(f"{BASE}/first/2/since/3").status_code == 404
    assert "Nothing differs" in lead.page(f"{BASE}/first/2/since/2").text


@ON_BOTH
def test_a_withdrawn_one_shows_why_and_gives_no_file(
    world: World, busy: Ids, freeze: Freeze, visit: Visit
) -> None:
    freeze()
    lead, observer = visit(world.lead), visit(world.observer)
    path = f"{BASE}/first/1"
    refused = lead.post(f"{path}/withdrawal", {"why": " \u200b"})
    assert refused.status_code == 422
    assert lead.post(f"{path}/withdrawal", {"why": "A source was forged."}).status_code == 302
    assert "A source was forged." in observer.page(path).text
    assert observer.get(f"{path}/files/README.md").status_code == 409
    again = lead.post(f"{path}/withdrawal", {"why": "Once more."})
    assert again.status_code == 409


def test_a_lead_from_whom_work_is_kept_back_finds_no_release(
    world: World, busy: Ids, freeze: Freeze, visit: Visit
) -> None:
    freeze()
    with writing():
        set_workflow(world.project, WorkflowDraft(wanted=2, blind=True), actor=SHELL)
    lead = visit(world.lead)
    assert "first-v1" not in lead.page(BASE).text
    assert lead.get(f"{BASE}/first/1").status_code == 404
    assert lead.get(f"{BASE}/first/1/files/README.md").status_code == 404
    assert lead.post(f"{BASE}/new", FILLED).status_code == 409
    with writing():
        supervise(world.project_id, None, user_id=world.lead.id, actor=world.lead.actor)
    assert "first-v1" in lead.page(BASE).text


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"name": "First"}, "name", "is no name for a release"),
        ({"splits": "train"}, "splits", "“train” is no split"),
        ({"splits": "all 1"}, "splits", "No split can be called “all”"),
        ({"splits": "train 1\ntest 1 from 2026-13-01"}, "cut", "is no day"),
        ({"label": "nothing"}, "label", "is not among the choices"),
        ({"published_from": "soon"}, "published_from", "is no day"),
        ({"units": []}, "units", "Choose at least one."),
        ({"known_on": "2999-01-01"}, "known_on", "lies in the future"),
    ],
)
def test_what_cannot_be_asked_is_said_beside_what_was_filled_in(
    world: World, busy: Ids, visit: Visit, changed: dict[str, object], field: str, sentence: str
) -> None:
    lead = visit(world.lead)
    answer = lead.post(f"{BASE}/new", {**FILLED, **changed})
    assert answer.status_code == 422
    assert sentence in answer.get_data(as_text=True)


def test_an_archived_project_shows_releases_and_makes_none(
    world: World, busy: Ids, freeze: Freeze, visit: Visit, run: Run
) -> None:
    freeze()
    with writing():
        archive(world.project_id, "The work is done.", actor=SHELL)
    lead = visit(world.lead)
    assert "New release" not in lead.page(BASE).text
    page = lead.page(f"{BASE}/first/1").text
    assert "Withdraw it" not in page
    assert lead.get(f"{BASE}/first/1/files/README.md").status_code == 200
    assert lead.post(f"{BASE}/new", FILLED).status_code == 409
    assert lead.post(f"{BASE}/first/1/withdrawal", {"why": "Wrong."}).status_code == 409
