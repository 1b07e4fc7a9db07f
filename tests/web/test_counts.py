"""Numbers in sentences are written as the reader writes them."""

from __future__ import annotations

import pytest
from flask import Flask, render_template_string
from flask_babel import force_locale

from annotator.errors import Count, Remark, error_from_json, error_to_json
from annotator.web.counts import ngettext
from annotator.web.errors import sentence_of

_TEMPLATE = (
    "{{ ngettext('%(num)d of %(all)d, %(name)s', '%(num)d of %(all)d, %(name)s', 1234, all=56789,"
    " name=name) }}"
)


@pytest.mark.parametrize(
    ("language", "said"), [("en", "12,345 articles are in."), ("ar", "12,345")], ids=["en", "ar"]
)
def test_a_count_has_its_thousands(app: Flask, language: str, said: str) -> None:
    with app.test_request_context(), force_locale(language):
        assert said in ngettext("%(num)d article is in.", "%(num)d articles are in.", 12_345)


def test_one_is_told_as_one(app: Flask) -> None:
    with app.test_request_context():
        assert ngettext("%(num)d article is in.", "%(num)d articles are in.", 1) == (
            "1 article is in."
        )


def test_a_template_counts_so_too_and_escapes_what_is_no_number(app: Flask) -> None:
    with app.test_request_context():
        said = render_template_string(_TEMPLATE, name="<b>")
    assert said == "1,234 of 56,789, &lt;b&gt;"


def test_a_count_in_a_stored_sentence_keeps_its_thousands(app: Flask) -> None:
    remark = Remark("Cleared: %(articles)s.", articles=Count(2_500))
    stored = error_from_json(error_to_json(remark))
    with app.test_request_context():
        assert sentence_of(stored) == sentence_of(remark) == "Cleared: 2,500."
