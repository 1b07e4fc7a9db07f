"""Which tests are thorough: checks of every page, random sequences, whole installations.

`make test` leaves them out, so that it can be run at each change; `make test-thorough` runs them,
and `.ci/run` both. A file belongs here when what it shows quickly is shown elsewhere too, or when
it looks for what hardly any change breaks and takes long over it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

_TESTS = Path(__file__).parent

#: Of the journeys, those that walk the whole of somebody's work; all others are thorough.
WALKED_EACH_TIME = frozenset(
    {
        "test_blind.py",
        "test_check_by_keyboard.py",
        "test_history.py",
        "test_invitation.py",
        "test_keyboard_alone.py",
    }
)

#: By folder; of a file all tests, or those whose names are given.
THOROUGH: dict[str, tuple[str, ...]] = {
    "adjudication/test_native.py": (),
    "agreement/test_moment.py": (),
    "agreement/test_sharing.py": (),
    "agreement/test_tallying.py": (),
    "assignments/test_walk.py": (),
    "audit/test_download.py": (),
    "audit/test_filters.py": ("test_any_filters_together_find_what_reading_every_event_finds",),
    "audit/test_harmful_words.py": (),
    "audit/test_samples.py": (),
    "audit/test_tampering.py": (),
    "audit/test_verify.py": (),
    "blind/test_matrix.py": (),
    "blind/test_samples.py": (),
    "blind/test_supervising.py": (),
    "claims/test_gold_told.py": (),
    "claims/test_known_on.py": (),
    "claims/test_never_silent.py": (),
    "claims/test_staying_told.py": (),
    "comments/test_taken_out.py": (),
    "dashboards/test_differences.py": (),
    "dashboards/test_folding.py": (),
    "db/test_gate.py": (),
    "export/test_known_on.py": (),
    "export/test_memory.py": (),
    "formats/test_averitec.py": ("test_records_of_this_shape_go_out_as_they_came",),
    "formats/test_harmful_files.py": (),
    "history/test_links_everywhere.py": (),
    "imports/test_asking.py": (),
    "imports/test_asking_again.py": (),
    "imports/test_answering.py": (),
    "imports/test_browser.py": (),
    "imports/test_repeats_page.py": (),
    "imports/test_running.py": (),
    "jobs/test_processes.py": (),
    "migrations/test_counting.py": (),
    "migrations/test_migrations.py": (
        "test_a_migration_killed_on_its_way_runs_again",
        "test_every_later_revision_goes_down_and_up_without_losing_what_both_can_hold",
        "test_going_down_leaves_nothing_behind",
        "test_the_first_revision_takes_the_same_rows_again",
        "test_two_migrations_at_once_do_the_work_once",
    ),
    "releases/test_described.py": (),
    "releases/test_bucket.py": (),
    "releases/test_first_use.py": (
        "test_its_commands_make_a_release_from_which_its_notebook_learns_offline",
    ),
    "revisions/test_all_texts.py": (),
    "revisions/test_all_texts_arriving.py": (),
    "similarity/test_coming_again.py": (),
    "similarity/test_service.py": (),
    "site/test_benches.py": (),
    "site/test_dead_buttons.py": (
        "test_no_page_of_an_archived_project_has_a_form_that_is_refused",
    ),
    "site/test_fields_sent_along.py": (),
    "site/test_headers.py": ("test_every_address_and_method_answers_with_them",),
    "site/test_nothing_destroys.py": (
        "test_whatever_anybody_presses_all_that_was_is_there_or_in_the_events",
        "test_looking_at_pages_changes_nothing_that_was",
    ),
    "site/test_permissions.py": ("test_articles_on_their_way_in_are_there_for_nobody",),
    "site/test_put_away.py": (
        "test_no_address_of_a_project_in_the_trash_answers_but_the_way_back",
        "test_pages_files_and_figures_of_an_archived_project_are_there_as_before",
    ),
    "site/test_wheel.py": (),
    "speakers/test_known_on.py": (),
    "text/test_hostile_markup.py": (),
    "text/test_worst_texts.py": (),
    "training/test_learners.py": (),
    "web/test_processes.py": (),
    "webpages/test_nasty.py": (),
    "workspace/test_known_on.py": (),
    "workspace/test_remembered.py": (),
    "workspace/test_nasty.py": (),
    "workspace/test_stale_rules.py": (),
}


def mark(items: Iterable[pytest.Item]) -> None:
    """Mark those that are thorough."""
    for item in items:
        if is_thorough(item.path, getattr(item, "originalname", item.name)):
            item.add_marker(pytest.mark.thorough)


def is_thorough(path: Path, name: str) -> bool:
    """Whether the test of this name in this file is left to `make test-thorough`."""
    if not path.is_relative_to(_TESTS):
        return False
    inside = path.relative_to(_TESTS)
    if inside.parts[0] == "journeys":
        return path.name not in WALKED_EACH_TIME
    names = THOROUGH.get(inside.as_posix())
    return names is not None and (not names or name in names)
