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
