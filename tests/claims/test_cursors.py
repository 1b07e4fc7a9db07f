"""The cursor in the address of a list is anybody's to write."""

from __future__ import annotations

import pytest

from annotator.claimreview.drafts import PublisherDraft
from tests.claimreview.desk import HARBOUR, make_checks, say_publisher
from tests.conftest import Visit
from tests.personas import World


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_moment_that_no_calendar_has_in_utc_begins_from_the_beginning(
    world: World, visit: Visit, moment: str
) -> None:
    say_publisher(world, PublisherDraft("Harbour", None, HARBOUR.checks_url, None, is_open=True))
    told, project = make_checks(world), f"/projects/{world.slug}"
    cursor = f"{moment}_{told.published}"

    feed = visit().get(f"{project}/claimreview.json", query_string={"before": cursor})
    claims = visit(world.lead).get(f"{project}/claims", query_string={"after": cursor})

    assert (feed.status_code, claims.status_code) == (200, 200)
    assert len(feed.get_json(force=True)["items"]) == 3
    assert "A claim: published" in claims.text
