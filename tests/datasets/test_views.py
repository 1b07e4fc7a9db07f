"""The page on which a dataset comes in with its annotations."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from sqlalchemy import func, select

from annotator.annotations.models import Annotation, Label
from annotator.articles.models import Article
from annotator.db import db
from annotator.formats.mapping import read_mapping
from annotator.links.models import Link, LinkKind
from tests.databases import ON_BOTH
from tests.formats.brat import ANN, TEXT
from tests.personas import World
from tests.visitor import Seen, Visitor

Visit = Callable[..., Visitor]

PAGE = "/projects/demo-desk/datasets"
FILES = {"set/dam.txt": TEXT, "set/dam_ann.ann": ANN, "set/dam_bo.ann": ANN}
CHOICES = {
    "labels-0-name": "Attribution",
    "labels-0-becomes": "quote",
    "labels-1-name": "Discuss",
    "labels-1-becomes": "context",
    "roles-0-name": "Content",
    "roles-0-becomes": "content",
    "roles-1-name": "Source",
    "roles-1-becomes": "speaker",
    "annotators": "file",
    "unnamed": "Ann",
    "offsets": "auto",
    "unmarked": "assigned",
}


@pytest.fixture
def lead(world: World, visit: Visit) -> Visitor:
    return visit(world.lead)


def files(named: Mapping[str, str]) -> list[tuple[io.BytesIO, str]]:
    return [(io.BytesIO(text.encode()), name) for name, text in named.items()]


def sent(lead: Visitor, to: str, named: Mapping[str, str], status: int, **more: Any) -> Seen:
    data = {"files": files(named), "unnamed": "annotator", **more}
    return lead.submit(f"{PAGE}{to}", data, status=status)


def marks() -> dict[Label, int]:
    rows = db.session.execute(select(Annotation.label, func.count()).group_by(Annotation.label))
    return {label: count for label, count in rows}


def choices(seen: Seen) -> dict[str, str]:
    """What is chosen for each label and role on the page."""
    found = {}
    for row in seen.tree.iter("tr"):
        for name, select_ in zip(row.iter("input"), row.iter("select"), strict=True):
            of = (select_.get("name") or "").partition("s-")[0]
            [chosen] = [one for one in select_.iter("option") if one.get("selected") is not None]
            found[f"{of} {name.get('value')}"] = str(chosen.get("value"))
    return found


def test_a_lead_sees_the_labels_with_counts_and_examples(lead: Visitor) -> None:
    seen = sent(lead, "/labels", FILES, 200)
    assert choices(seen) == {
        "label Attribution": "quote",
        "label Attribution-no-source": "quote",
        "label Content": "keep",
        "label Discuss": "keep",
        "role trigger": "keep",
        "role Content": "content",
        "role Source": "speaker",
        "role Cue": "cue",
        "relation Coref": "keep",
    }
    assert "the mayor → she said" in seen.text
    assert "The dam will hold so will the bridge" in seen.text
    assert db.session.scalar(select(func.count()).select_from(Article)) == 0


def test_a_mapping_made_before_is_proposed(lead: Visitor) -> None:
    mapping = (io.BytesIO(b'[labels]\nDiscuss = "claim"\n'), "m.toml")
    seen = sent(lead, "/labels", FILES, 200, mapping=mapping)
    assert choices(seen)["label Discuss"] == "claim"
    assert choices(seen)["label Attribution"] == "keep"
    wrong = (io.BytesIO(b'[labels]\nDiscuss = "fact"\n'), "m.toml")
    refused = sent(lead, "/labels", FILES, 422, mapping=wrong)
    assert "In m.toml, line 2, “labels.Discuss”: it must be one of" in refused.errors()["mapping"]


@ON_BOTH
def test_what_was_chosen_comes_in(lead: Visitor) -> None:
    answer = lead.post(PAGE, {"files": files(FILES), **CHOICES})
    assert answer.status_code == 302
    # “Attribution-no-source” was not chosen, so it is kept.
    assert marks() == {Label.QUOTE: 4, Label.CONTEXT: 2}
    listed = lead.page("/projects/demo-desk/articles")
    assert "1 article is in." in listed.text
    assert "Kept as they are, for the way back:" in listed.text
    assert db.session.scalars(select(Article.external_id)).one() == "dam"


def test_the_choices_are_a_file(lead: Visitor) -> None:
    answer = lead.post(f"{PAGE}/mapping", CHOICES)
    assert answer.mimetype == "application/toml"
    found = read_mapping(answer.data, "m.toml")
    assert found.labels == {"Attribution": Label.QUOTE, "Discuss": Label.CONTEXT}
    assert found.unnamed == "Ann"


@ON_BOTH
def test_a_relation_becomes_the_link_that_was_chosen(lead: Visitor) -> None:
    text = "It rains. It pours."
    records = "T1\tFact 0 9\tIt rains.\nT2\tFact 10 19\tIt pours.\nR1\tSame A:T1 B:T2\n"
    named = {"a.txt": text, "a.ann": records}
    assert choices(sent(lead, "/labels", named, 200)) == {
        "label Fact": "keep",
        "relation Same": "keep",
    }
    fields = {
        "unnamed": "ann",
        "labels-0-name": "Fact",
        "labels-0-becomes": "claim",
        "relations-0-name": "Same",
        "relations-0-becomes": "repeats",
    }
    made = lead.post(f"{PAGE}/mapping", fields)
    assert read_mapping(made.data, "m.toml").relations == {"Same": LinkKind.REPEATS}
    assert lead.post(PAGE, {"files": files(named), **fields}).status_code == 302
    assert db.session.scalars(select(Link.kind)).all() == [LinkKind.REPEATS]
    wrong = {**fields, "relations-0-becomes": "agrees"}
    assert lead.post(PAGE, {"files": files(named), **wrong}).status_code == 422


def test_json_lines_with_spans_come_in_too(lead: Visitor) -> None:
    row = {"text": "The dam will hold.", "label": [[4, 7, "FACT"]]}
    rows = {"a.jsonl": json.dumps(row) + "\n"}
    assert choices(sent(lead, "/labels", rows, 200)) == {"label FACT": "keep"}
    chosen = {**CHOICES, "labels-0-name": "FACT", "labels-0-becomes": "claim"}
    assert lead.post(PAGE, {"files": files(rows), **chosen}).status_code == 302
    assert marks() == {Label.CLAIM: 1}


def test_what_is_wrong_is_said_and_what_is_good_may_come_in(lead: Visitor) -> None:
    wrong = {**FILES, "set/dam_bo.ann": ANN.replace("\ttold\nT3", "\tasked\nT3")}
    refused = sent(lead, "", wrong, 422, **CHOICES)
    assert "In dam_bo.ann, line 2: at 48 52 the text says “told”" in refused.errors()["files"]
    assert choices(refused)["label Discuss"] == "context"
    assert marks() == {}
    seen = sent(lead, "", wrong, 200, **CHOICES, keep_good="y")
    assert "In dam_bo.ann, line 5: it speaks of a record whose words are not there." in seen.text
    assert marks() == {Label.QUOTE: 3, Label.CONTEXT: 2}


@pytest.mark.parametrize(
    ("named", "sentence"),
    [
        ({}, "Please choose the files of the dataset."),
        ({"dam.txt": TEXT, "dam.ann": ""}, "There is no annotation in these files."),
        ({"dam.txt": TEXT, "dam.ann": "x"}, "In dam.ann, line 1: this is no record"),
        ({"a.jsonl": '{"text": "a"}\n'}, "line 1: it has no spans"),
        (
            {"a.jsonl": '{"text": "a", "label": [[1]]}\n'},
            "“label-0”: a span is [start, end, label]",
        ),
    ],
)
def test_files_without_labels_are_refused(
    lead: Visitor, named: dict[str, str], sentence: str
) -> None:
    assert sentence in sent(lead, "/labels", named, 422).errors()["files"]


def test_an_archive_of_a_folder_comes_in_as_the_folder(lead: Visitor) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in FILES.items():
            archive.writestr(name, text)
    archived = packed.getvalue()
    data = {"files": (io.BytesIO(archived), "set.zip"), "unnamed": "annotator"}
    assert choices(lead.submit(f"{PAGE}/labels", data, status=200))["role Cue"] == "cue"
    chosen = {**CHOICES, "files": (io.BytesIO(archived), "set.zip")}
    assert lead.post(PAGE, chosen).status_code == 302
    assert marks() == {Label.QUOTE: 4, Label.CONTEXT: 2}
    broken = {"files": (io.BytesIO(b"PK"), "set.zip"), "unnamed": "annotator"}
    seen = lead.submit(f"{PAGE}/labels", broken)
    assert "it is no ZIP archive that can be read" in seen.errors()["files"]
