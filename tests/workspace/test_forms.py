"""What the fields of the workspace refuse."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from annotator.workspace.forms import SourceForm

UUID = "0d9b6f3e-6a55-4d0c-9a52-0a3b6f7f4c11"


@pytest.mark.parametrize("title", ["a\x00b", "a\ud800", "\udfff"])
def test_a_text_that_no_database_keeps_is_refused(app: Flask, title: str) -> None:
    with app.test_request_context():
        form = SourceForm(MultiDict({"uuid": UUID, "title": title}))
        assert not form.validate()
        assert form.errors == {"title": ["This text holds a character that cannot be stored."]}


@pytest.mark.parametrize("title", ["tab\tand\nline", "🏴󠁧󠁢󠁥󠁮󠁧󠁿 \ue000 \ufffd"])
def test_any_other_text_is_taken(app: Flask, title: str) -> None:
    with app.test_request_context():
        assert SourceForm(MultiDict({"uuid": UUID, "title": title})).validate()


def test_forms_that_are_cast_from_the_same_moulds_share_nothing(app: Flask) -> None:
    with app.test_request_context():
        sent = {"a-uuid": UUID, "a-title": "a\x00b", "b-uuid": UUID, "b-title": "Register"}
        first, second = (SourceForm(MultiDict(sent), prefix=prefix) for prefix in ("a-", "b-"))

        assert not first.validate()
        assert second.validate()
        assert (first.title.name, second.title.name) == ("a-title", "b-title")
        assert (first.title.label.field_id, second.title.label.field_id) == ("a-title", "b-title")
        assert (first.title.data, second.title.data) == ("a\x00b", "Register")
        assert not second.errors
