"""Opening, submitting, withdrawing and returning; who reads whose marks."""

from __future__ import annotations

from datetime import date

from tests.conftest import Visit
from tests.factories import make_article
from tests.personas import World
from tests.workspace.conftest import HandOf
from tests.workspace.marks import TEXT, Hand, fields_of, rating


def test_opening_an_article_makes_the_reviewers_own_assignment_once(hand: Hand) -> None:
    for _ in range(2):
        answer = hand.visitor.post(f"{hand.base}/opening", json=True)
        assert answer.get_json()["layer"]["state"] == "started"


def test_reading_the_page_changes_nothing(hand: Hand) -> None:
    hand.visitor.page(hand.base)

    assert hand.layer()["layer"]["state"] is None


def test_submitting_needs_the_words_that_it_was_read_to_the_end(hand: Hand) -> None:
    answer = hand.visitor.post(f"{hand.base}/submission", json=True)

    assert answer.status_code == 422
    assert answer.get_json()["error"]["field"] == "read_to_end"


def test_an_article_with_nothing_to_mark_is_submitted_as_that(hand: Hand) -> None:
    assert hand.submit().get_json()["layer"]["state"] == "submitted"


def test_pending_claims_are_named_before_the_work_is_taken(hand: Hand) -> None:
    mark = hand.mark("The dam", wording="The dam holds.", **rating("refuted"))

    answer = hand.submit()

    assert answer.status_code == 422
    assert answer.get_json()["pending"] == [{"id": mark["id"], "wording": "The dam holds."}]
    assert hand.layer()["layer"]["state"] == "started"
    assert hand.submit(accept_pending="y").status_code == 200


def test_a_submitted_article_is_read_not_changed_until_it_is_withdrawn(hand: Hand) -> None:
    mark = hand.mark("The dam")
    hand.submit()

    refused = hand.save(mark["id"], {"version": 1, "note": "late"})
    assert refused.status_code == 422
    assert hand.remove(mark).status_code == 422

    hand.visitor.post(f"{hand.base}/submission/withdrawal", json=True)
    assert hand.revise(mark, note="late")["note"] == "late"


def test_submitting_or_withdrawing_again_after_a_lost_answer_is_answered_alike(hand: Hand) -> None:
    first, again = hand.submit(), hand.submit()
    assert (again.status_code, again.get_json()) == (200, first.get_json())

    for _ in range(2):
        answer = hand.visitor.post(f"{hand.base}/submission/withdrawal", json=True)
        assert (answer.status_code, answer.get_json()["layer"]["state"]) == (200, "started")


def test_a_retry_of_a_save_is_answered_even_after_submitting(hand: Hand) -> None:
    mark_id = hand.mark("The dam")["id"]
    hand.submit()

    assert hand.save(mark_id, fields_of(hand.text, "The dam")).status_code == 200


def test_the_lead_returns_a_submission_with_a_reason_and_the_reviewer_goes_on(
    hand: Hand, lead_hand: Hand, world: World
) -> None:
    mark = hand.mark("The dam")
    hand.submit()
    page = lead_hand.visitor.page(f"{lead_hand.base}?reviewer={world.reviewer.id}")
    action = next(
        form.get("action")
        for form in page.tree.iter("form")
        if (form.get("action") or "").endswith("/return")
    )

    answer = lead_hand.visitor.post(action, {"reason": "The second paragraph is unread."})

    assert answer.status_code == 302
    layer = hand.layer()["layer"]
    assert (layer["state"], layer["editable"]) == ("returned", True)
    assert layer["return_reason"] == "The second paragraph is unread."
    assert hand.revise(mark, note="done")["note"] == "done"


def test_a_return_needs_a_reason(hand: Hand, lead_hand: Hand, world: World) -> None:
    hand.submit()
    page = lead_hand.visitor.page(f"{lead_hand.base}?reviewer={world.reviewer.id}")
    action = next(
        form.get("action")
        for form in page.tree.iter("form")
        if (form.get("action") or "").endswith("/return")
    )

    assert lead_hand.visitor.post(action, {"reason": "  "}).status_code == 422
    assert hand.layer()["layer"]["state"] == "submitted"


def test_a_reviewer_reads_only_their_own_marks(hand: Hand, other_hand: Hand, world: World) -> None:
    hand.mark("The dam")
    hand.submit()

    asked = f"{other_hand.base}/annotations?reviewer={world.reviewer.id}"
    assert other_hand.visitor.get(asked, json=True).status_code == 404
    assert other_hand.layer()["annotations"] == []


def test_an_observer_reads_what_was_submitted_and_nothing_else(
    hand: Hand, hand_of: HandOf, world: World
) -> None:
    observer = hand_of(world.observer)
    mark = hand.mark("The dam")
    asked = f"{observer.base}/annotations?reviewer={world.reviewer.id}"
    assert observer.visitor.get(asked, json=True).status_code == 404

    hand.submit()

    assert observer.visitor.get(asked, json=True).get_json()["annotations"] == [mark]
    assert observer.save(mark["id"], {"version": 1, "note": "x"}).status_code == 404


def test_a_lead_reads_unfinished_work_and_changes_none_of_it(
    hand: Hand, lead_hand: Hand, world: World
) -> None:
    mark = hand.mark("The dam")

    found = lead_hand.visitor.get(
        f"{lead_hand.base}/annotations?reviewer={world.reviewer.id}", json=True
    ).get_json()

    assert found["annotations"] == [mark]
    assert (found["layer"]["mine"], found["layer"]["editable"]) == (False, False)


def test_a_lead_begins_a_review_on_purpose(lead_hand: Hand, world: World) -> None:
    assert lead_hand.layer()["layer"]["editable"] is False

    lead_hand.visitor.post(f"{lead_hand.base}/assignment")

    assert lead_hand.layer()["layer"]["editable"] is True


def test_strangers_and_the_signed_out_find_no_such_article(hand_of: HandOf, world: World) -> None:
    stranger = hand_of(world.stranger)
    absent = stranger.visitor.get("/projects/absent/articles/1")

    assert stranger.visitor.get(stranger.base).status_code == absent.status_code == 404
    assert stranger.save(str(world.project_id), {}).status_code == 404


def test_the_day_of_publication_is_said_in_the_reader_s_language(
    world: World, visit: Visit
) -> None:
    article = make_article(world.project, TEXT, published_on=date(2026, 3, 1))
    hand = Hand(visit(world.reviewer), world.slug, article.id, TEXT)

    told = {
        language: hand.visitor.get(hand.base, headers={"Accept-Language": language}).text
        for language in ("en", "ar")
    }

    assert '<time datetime="2026-03-01">March 1, 2026</time>' in told["en"]
    assert '<time datetime="2026-03-01">1 مارس 2026</time>' in told["ar"]
