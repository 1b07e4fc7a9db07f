"""Every sentence is found in the sources, and said in every language that there is."""

from __future__ import annotations

import ast
import re
from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel import Locale
from babel.support import Translations
from flask import Flask
from flask_babel import force_locale

from annotator.articles.places import Place
from annotator.errors import Invalid
from annotator.formats.native.shape import SOURCE, check_shape
from annotator.web.errors import sentence_of
from scripts import translations
from tests.site.source import PACKAGE, name_of, tree_of

ROOT = Path(__file__).parent.parent.parent
CATALOGUES = [
    (language, domain) for language in translations.languages() for domain in translations.DOMAINS
]
#: Errors whose sentence comes from another error or form, where it is written out.
PASSED_ON = {
    "annotator/annotations/particulars.py": 1,
    "annotator/assignments/queue.py": 2,
    "annotator/claimreview/service.py": 1,
    # What is wrong with a mapping is told at its field.
    "annotator/datasets/forms.py": 1,
    # What was written down with a job is read again.
    "annotator/errors.py": 1,
    "annotator/formats/averitec/reading.py": 2,
    "annotator/formats/native/rows.py": 1,
    "annotator/formats/native/sources.py": 1,
    "annotator/links/service.py": 1,
    "annotator/projects/workflow.py": 1,
    "annotator/sandbox/running.py": 1,
    "annotator/sources/service.py": 2,
    "annotator/speakers/service.py": 1,
    "annotator/web/forms.py": 1,
    "annotator/workspace/service.py": 1,
    # The sentence of training (annotator/training/attempts.py), which a page shows as well.
    "annotator/workspace/submission.py": 1,
}
ERRORS = frozenset(translations.ERRORS)


@pytest.mark.parametrize(("language", "domain"), CATALOGUES)
def test_everything_is_said_in_every_language(language: str, domain: str) -> None:
    """If this fails: `make translations`, then fill in what it names."""
    assert translations.faults(language, domain) == []


@pytest.mark.parametrize("language", translations.languages())
def test_what_the_server_and_the_scripts_both_say_is_said_alike(language: str) -> None:
    said = [
        {message.id: message.string for message in translations.read(language, domain)}
        for domain in translations.DOMAINS
    ]
    both = [key for key in set(said[0]) & set(said[1]) if key and isinstance(key, str)]
    assert [key for key in both if said[0][key] != said[1][key]] == []


@pytest.mark.parametrize("language", translations.languages())
def test_the_forms_that_count_stand_in_the_order_that_browsers_have(language: str) -> None:
    path = translations.place_of(language, "messages", ".mo")
    with path.open("rb") as file:
        form_of = GNUTranslations(file).plural  # type: ignore[attr-defined]
    rule = Locale.parse(language).plural_form
    order = [name for name in translations.FORMS if name in rule.tags | {"other"}]
    for number in range(1000):
        assert order[form_of(number)] == rule(number), number


def test_arabic_counts_in_six_ways() -> None:
    arabic = Translations.load(str(translations.FOLDER), ["ar"])
    one, many = "%(num)d article in this project.", "%(num)d articles in this project."
    said = {arabic.ungettext(one, many, number) for number in (0, 1, 2, 3, 11, 100)}
    assert len(said) == 6


def files_with_errors() -> list[Path]:
    commands = {"cli.py", "config.py"}
    found = (path for path in PACKAGE.rglob("*.py") if path.name not in commands)
    return sorted(path for path in found if path.parent.name != "cli")


def test_the_sentence_of_every_error_is_written_out_where_it_is_found() -> None:
    passed_on: dict[str, int] = {}
    for path in files_with_errors():
        for node in ast.walk(tree_of(path)):
            if not isinstance(node, ast.Call) or getattr(node.func, "id", "") not in ERRORS:
                continue
            first = node.args[0] if node.args else None
            if not isinstance(first, ast.Constant):
                passed_on[name_of(path)] = passed_on.get(name_of(path), 0) + 1
    assert passed_on == PASSED_ON


def test_what_scripts_say_is_written_out_where_it_is_found() -> None:
    known = {
        text
        for message in translations.extracted("scripts")
        for text in ([message.id] if isinstance(message.id, str) else message.id)
    }
    calls = re.compile(r"(?<![\w.#])(tn?)\(\s*(\"(?:[^\"\\]|\\.)*\"|[^\s)])")
    for path in sorted((ROOT / "static" / "js").rglob("*.js")):
        if path.name == "i18n.js":
            continue
        for _name, text in calls.findall(path.read_text(encoding="utf-8")):
            assert text.startswith('"'), f"{path.name}: {text} is no sentence"
            assert ast.literal_eval(text) in known, f"{path.name}: {text}"


def test_an_error_inside_another_one_is_translated_with_it(app: Flask) -> None:
    with pytest.raises(Invalid) as refused:
        check_shape({key: None for key in SOURCE}, SOURCE)
    error = Place("desk.jsonl", 3).refusal(refused.value)
    assert str(error).startswith("In desk.jsonl, line 3, “")
    assert "it must be a UUID in small letters" in str(error)
    with app.test_request_context("/"), force_locale("ar"):
        said = sentence_of(error)
    assert said.startswith("في desk.jsonl، السطر 3،")
    assert "يجب أن يكون معرّف UUID بأحرف صغيرة" in said
