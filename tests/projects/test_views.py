"""The list of projects and the members' pages, as each person meets them."""

from __future__ import annotations

import re

import pytest

from annotator.accounts import service as accounts
from annotator.db import writing
from annotator.projects import queries
from annotator.projects.models import Role
from tests.conftest import Run, Visit
from tests.factories import make_member, make_project
from tests.personas import World

MEMBERS = "/projects/demo-desk/members"


def test_the_list_shows_ones_own_projects(world: World, visit: Visit) -> None:
    make_project("another-desk", name="Another desk")
    page = visit(world.reviewer).page("/projects")
    assert "Demonstration desk" in page.text
    assert "Another desk" not in page.text
    assert "/new-project" not in page.links()


def test_an_admin_sees_all_projects_and_may_make_one(world: World, visit: Visit) -> None:
    make_project("another-desk", name="Another desk")
    page = visit(world.admin).page("/projects")
    assert "Another desk" in page.text
    assert "/new-project" in page.links()


def test_who_is_in_no_project_is_told_how_to_get_into_one(world: World, visit: Visit) -> None:
    assert "sam@example.org" in visit(world.stranger).page("/projects").text


def test_a_new_project_has_its_maker_as_lead(world: World, visit: Visit) -> None:
    browser = visit(world.admin)
    browser.page("/new-project")
    answer = browser.post("/new-project", {"name": "Climate desk", "slug": "climate-desk"})
    assert answer.location == "/projects/climate-desk/articles"
    found = queries.access("climate-desk", world.admin.id)
    assert found is not None
    assert found.role is Role.LEAD


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": "Another", "slug": "demo-desk"}, "slug"),
        ({"name": "Another", "slug": "Not Kebab"}, "slug"),
        ({"name": "An\u202eother", "slug": "another"}, "name"),
        ({"name": "", "slug": "another"}, "name"),
    ],
)
def test_a_refused_project_says_why_beside_the_field(
    world: World, visit: Visit, fields: dict[str, str], field: str
) -> None:
    browser = visit(world.admin)
    answer = browser.post("/new-project", fields)
    page = browser.look(answer, status=409 if fields["slug"] == "demo-desk" else 422)
    assert set(page.errors()) == {field}


def test_a_project_opens_with_its_articles(world: World, visit: Visit) -> None:
    answer = visit(world.observer).get("/projects/demo-desk")
    assert answer.location == "/projects/demo-desk/articles"


def test_the_link_of_a_new_member_is_shown_once(world: World, visit: Visit) -> None:
    browser = visit(world.lead)
    browser.page(MEMBERS)
    fields = {"email": "nia@example.org", "name": "Nia Nkosi", "role": "reviewer"}
    page = browser.look(browser.post(MEMBERS, fields), status=201)
    [link] = re.findall(r"http://localhost(/one-time/[\w-]{43})", page.answer.text)
    assert link not in browser.page(MEMBERS).answer.text
    nia = visit(None)
    nia.page(link)
    words = "four unrelated words"
    assert nia.post(link, {"password": words, "again": words}).location == "/projects"
    assert "Demonstration desk" in nia.page("/projects").text


def test_somebody_who_has_an_account_just_joins(world: World, visit: Visit) -> None:
    with writing():
        accounts.set_password(world.user(world.stranger), "four unrelated words")
    browser = visit(world.lead)
    answer = browser.post(MEMBERS, {"email": "sam@example.org", "role": "observer"})
    assert answer.location == MEMBERS
    assert "Sam Silva is a member now." in browser.page(MEMBERS).text


@pytest.mark.parametrize(
    ("fields", "field", "status"),
    [
        ({"email": "rosa@example.org", "role": "lead"}, "email", 409),
        ({"email": "no address", "role": "lead"}, "email", 422),
        ({"email": "", "role": "lead"}, "email", 422),
        ({"email": "nia@example.org", "role": "owner"}, "role", 422),
        ({"email": "nia@example.org", "role": "lead", "name": "N\u200bia"}, "name", 422),
    ],
)
def test_a_refused_member_says_why_beside_the_field(
    world: World, visit: Visit, fields: dict[str, str], field: str, status: int
) -> None:
    browser = visit(world.lead)
    page = browser.look(browser.post(MEMBERS, fields), status=status)
    assert set(page.errors()) == {field}
    assert len(queries.members(world.project)) == 4


def test_a_lead_changes_a_role(world: World, visit: Visit) -> None:
    browser, path = visit(world.lead), f"{MEMBERS}/{world.reviewer.id}"
    browser.page(path)
    assert browser.post(path, {"role": "observer"}).location == MEMBERS
    found = queries.membership(world.project_id, world.reviewer.id)
    assert found is not None
    assert found.role is Role.OBSERVER


def test_removing_asks_first(world: World, visit: Visit) -> None:
    browser, path = visit(world.lead), f"{MEMBERS}/{world.reviewer.id}/removal"
    assert "r2" in browser.page(path).text
    assert len(queries.members(world.project)) == 4
    assert browser.post(path).location == MEMBERS
    assert len(queries.members(world.project)) == 3
    assert visit(world.reviewer).get("/projects/demo-desk").status_code == 404


def test_the_last_lead_is_told_to_name_another(world: World, visit: Visit) -> None:
    browser, path = visit(world.lead), f"{MEMBERS}/{world.lead.id}"
    page = browser.look(browser.post(path, {"role": "reviewer"}), status=409)
    assert "A project needs a lead" in page.errors()["role"]
    page = browser.look(browser.post(f"{path}/removal"), status=409)
    assert "A project needs a lead" in page.text
    assert visit(world.admin).post(f"{path}/removal").location == MEMBERS


def test_a_lead_who_gives_up_the_lead_lands_on_the_projects(world: World, visit: Visit) -> None:
    visit(world.lead).post(f"{MEMBERS}/{world.reviewer.id}", {"role": "lead"})
    answer = visit(world.lead).post(f"{MEMBERS}/{world.lead.id}", {"role": "reviewer"})
    assert answer.location == "/projects"


def test_a_new_link_ends_the_one_before(world: World, visit: Visit) -> None:
    browser, path = visit(world.lead), f"{MEMBERS}/{world.reviewer.id}/link"
    links = [re.findall(r"/one-time/[\w-]{43}", browser.post(path).text)[0] for _ in range(2)]
    assert visit(None).get(links[0]).status_code == 404
    assert visit(None).get(links[1]).status_code == 200


def test_a_lead_opens_no_other_project_by_a_link_that_they_kept(world: World, visit: Visit) -> None:
    kept = f"{MEMBERS}/{world.reviewer.id}/link"
    [link] = re.findall(r"/one-time/[\w-]{43}", visit(world.lead).post(kept).text)
    make_member(make_project("elsewhere"), world.user(world.stranger), Role.LEAD)
    other, there = visit(world.stranger), "/projects/elsewhere/members"
    answer = other.post(there, {"email": "rosa@example.org", "role": "observer"})
    assert answer.location == there
    assert "ask an administrator of this server" in other.page(there).text
    assert visit(None).get(link).status_code == 404


def test_nor_does_the_command_line_open_it_to_them(world: World, visit: Visit, run: Run) -> None:
    kept = f"{MEMBERS}/{world.reviewer.id}/link"
    [link] = re.findall(r"/one-time/[\w-]{43}", visit(world.lead).post(kept).text)
    make_project("elsewhere")
    done = run("project", "member", "elsewhere", "rosa@example.org", "observer")
    assert done.exit_code == 0
    assert done.stderr.endswith("older links ended: annotator user link rosa@example.org\n")
    assert visit(None).get(link).status_code == 404
    # Whoever runs the server makes an account first, and a member of it then.
    made = run("user", "add", "nia@example.org", "--url", "https://example.org").stdout
    assert run("project", "member", "elsewhere", "nia@example.org", "lead").exit_code == 0
    [first] = re.findall(r"/one-time/[\w-]{43}", made)
    assert visit(None).get(first).status_code == 200


@pytest.mark.parametrize("key", ["reviewer", "other_reviewer", "observer", "stranger"])
def test_only_a_lead_or_an_admin_manages_members(world: World, visit: Visit, key: str) -> None:
    browser = visit(world.personas()[key])
    rosa = f"{MEMBERS}/{world.reviewer.id}"
    for path in (MEMBERS, rosa, f"{rosa}/removal"):
        browser.page(path, status=404)
    for path in (MEMBERS, rosa, f"{rosa}/removal", f"{rosa}/link"):
        assert browser.post(path, {"role": "lead", "email": "x@example.org"}).status_code == 404
    assert len(queries.members(world.project)) == 4


def test_a_hidden_project_looks_like_none(world: World, visit: Visit) -> None:
    browser = visit(world.stranger)
    hidden = browser.page(MEMBERS, status=404)
    absent = browser.page("/projects/no-such-desk/members", status=404)
    assert hidden.text == absent.text
