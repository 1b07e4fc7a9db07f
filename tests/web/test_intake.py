"""What is looked at before a form is read."""

from __future__ import annotations

import pytest

from annotator.web.intake import _is_readable
from tests.conftest import Visit
from tests.personas import World

#: Groups of nothing but digits are as good as any in an identifier.
ROW = "98322392-1234-4746-8375-123456789012"


@pytest.mark.parametrize("name", [f"{ROW}-chosen", f"{ROW}-words-0", "sources-12-url", "text"])
def test_names_of_fields_may_begin_with_the_id_of_a_row(name: str) -> None:
    assert _is_readable(name)


@pytest.mark.parametrize("name", ["sources-²-url", "sources-12345-url", f"{ROW}-words-²", "a\0b"])
def test_a_number_that_no_list_has_is_refused_with_one_sentence(
    world: World, visit: Visit, name: str
) -> None:
    assert not _is_readable(name)
    answer = visit(world.lead).post("/projects/demo-desk/articles", {name: "x"})
    assert answer.status_code == 422
    assert "A field of this form has a name that cannot be read." in answer.text
