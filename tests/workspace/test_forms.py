"""What the fields of the workspace refuse."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from annotator.annotations.drafts import AnnotationDraft
from annotator.errors import Invalid
from annotator.sources.drafts import SourceDraft
from annotator.web.reused import ReusedForms
from annotator.workspace.forms.mark import MarkForm
from annotator.workspace.forms.sources import SourceForm
from annotator.workspace.service import MarkSave

UUID = "0d9b6f3e-6a55-4d0c-9a52-0a3b6f7f4c11"


@pytest.mark.parametrize("title", ["a\x00b", "a\ud800", "\udfff"])
def test_a_text_that_no_database_keeps_is_refused(app: Flask, title: str) -> None:
    with app.test_request_context():
        form = SourceForm(MultiDict({"uuid": UUID, "title": title}))
        assert not form.validate()
        assert form.errors == {
            "title": ["“Title” holds a character that cannot be stored: type it anew without it."]
        }


@pytest.mark.parametrize("title", ["tab\tand\nline", "🏴󠁧󠁢󠁥󠁮󠁧󠁿 \ue000 \ufffd"])
def test_any_other_text_is_taken(app: Flask, title: str) -> None:
    with app.test_request_context():
        assert SourceForm(MultiDict({"uuid": UUID, "title": title})).validate()


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("note", "x" * 10_001, "“Note” has more than 10000 characters: shorten it."),
        ("claim-short", "x" * 301, "“Short form” has more than 300 characters: shorten it."),
        (
            "claim-made_on",
            "10000-01-01",
            "“Day it was made” is no day: give year, month and day, the year in four digits.",
        ),
    ],
)
def test_a_refusal_says_which_field_and_what_to_do(
    app: Flask, name: str, value: str, sentence: str
) -> None:
    with app.test_request_context(), pytest.raises(Invalid) as refusal:
        read(ReusedForms(MarkForm), {name: value})
    assert (refusal.value.field, refusal.value.sentence) == (name, sentence)


def read(forms: ReusedForms[MarkForm], sent: dict[str, str]) -> MarkSave:
    with forms.reading(MultiDict(sent)) as form:
        form.checked()
        return form.to_save("m")


def test_a_form_that_is_read_again_keeps_nothing_of_the_last_request(app: Flask) -> None:
    full = {"version": "2", "label": "claim", "note": "n", "wording": "w"}
    full |= {"fragments-0-start": "1", "fragments-0-end": "3", "fragments-0-exact": "ab"}
    full |= {
        "sources-0-uuid": UUID,
        "sources-0-url": "https://a.example/",
        "sources-0-removed": "y",
    }
    full |= {"sources-1-uuid": UUID, "sources-1-title": "Second", "sources-1-stance": "refutes"}
    full |= {"verdict-uuid": UUID, "verdict-rating": "supported", "quote-kind": "direct"}
    full |= {"links-0-uuid": UUID, "links-0-kind": "repeats", "links-0-to": UUID}
    later = {"version": "3", "sources-0-uuid": UUID, "sources-0-title": "First"}
    forms = ReusedForms(MarkForm)
    with app.test_request_context():
        alone = [read(ReusedForms(MarkForm), sent) for sent in (full, later, {}, full)]

        assert [read(forms, sent) for sent in (full, later, {}, full)] == alone

    assert alone[1] == MarkSave(AnnotationDraft("m", 3), (SourceDraft(UUID, title="First"),))
    assert alone[2] == MarkSave(AnnotationDraft("m", 0))


def test_a_form_that_is_read_again_names_its_parts_as_they_came(app: Flask) -> None:
    forms = ReusedForms(MarkForm)
    late = {"sources-0-uuid": UUID, "sources-7-uuid": UUID, "sources-7-title": "late"}
    early = {"sources-0-uuid": UUID, "sources-1-uuid": UUID, "sources-1-title": "early"}
    with app.test_request_context():
        titles = [read(forms, sent).sources[1].title for sent in (late, early, late, early)]
    assert titles == ["late", "early", "late", "early"]


def test_a_refusal_is_not_kept_for_the_next_request(app: Flask) -> None:
    forms = ReusedForms(MarkForm)
    with app.test_request_context():
        read(forms, {"version": "1"})
        with pytest.raises(Invalid, match="cannot be stored"):
            read(forms, {"version": "1", "note": "a\x00b"})
        assert read(forms, {"version": "1", "note": "n"}).mark.note == "n"


@pytest.mark.parametrize(
    "sent",
    [
        {"fragments-0-start": "1", "fragments-0-end": "2"},
        {"fragments-0-exact": "a"},
        {"sources-0-title": "no identifier"},
        {"sources-0-uuid": "none", "sources-0-published_on": "some day"},
        {"verdict-rating": "supported"},
        {"verdict-rationale": "a\x00b", "verdict-uuid": UUID},
        {"links-0-kind": "repeats"},
        {"claim-voice": "nobody", "claim-speaker": "x"},
        {"version": "-1", "label": "opinion"},
    ],
)
def test_a_form_that_is_read_again_refuses_what_a_new_one_does(
    app: Flask, sent: dict[str, str]
) -> None:
    whole = {"version": "1", "fragments-0-start": "1", "fragments-0-end": "2"}
    whole |= {"fragments-0-exact": "a", "sources-0-uuid": UUID, "sources-0-title": "t"}
    whole |= {"verdict-uuid": UUID, "verdict-rating": "supported", "links-0-uuid": UUID}
    whole |= {"claim-voice": "outlet", "claim-short": "s"}
    forms = ReusedForms(MarkForm)
    with app.test_request_context():
        with pytest.raises(Invalid) as new:
            MarkForm(MultiDict(sent)).checked()
        for _ in range(2):
            read(forms, whole)
            with pytest.raises(Invalid) as again:
                read(forms, sent)
            assert (again.value.sentence, again.value.field) == (
                new.value.sentence,
                new.value.field,
            )


def test_two_requests_at_once_read_two_forms(app: Flask) -> None:
    forms = ReusedForms(MarkForm)
    with app.test_request_context():
        read(forms, {})
        one, other = MultiDict({"note": "one"}), MultiDict({"note": "other"})
        with forms.reading(one) as first, forms.reading(other) as second:
            assert (first.note.data, second.note.data) == ("one", "other")


def test_a_form_that_is_read_again_speaks_its_readers_language(app: Flask) -> None:
    forms = ReusedForms(MarkForm)
    said = set()
    for language in ("en", "ar", "en", "ar"):
        with app.test_request_context(headers={"Accept-Language": language}):
            with pytest.raises(Invalid) as refused:
                read(forms, {"version": "-1"})
            said.add((language, refused.value.sentence))
            read(forms, {})
    assert len(said) == 2


def test_a_choice_that_is_not_offered_is_refused(app: Flask) -> None:
    with app.test_request_context():
        form = SourceForm(MultiDict({"uuid": UUID, "stance": "supports, mostly"}))
        assert not form.validate()
        assert form.errors == {
            "stance": ["“What it says” offers no such choice: choose one of those that it has."]
        }
