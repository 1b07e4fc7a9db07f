"""`annotator import` of a dataset with its annotations, with a mapping."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import func, select

from annotator.annotations.models import Annotation, Label
from annotator.articles.models import Article
from annotator.db import db
from tests.conftest import Run
from tests.formats.brat import ANN, TEXT
from tests.personas import World


def folder(place: Path) -> Path:
    (place / "part").mkdir(parents=True)
    for name, text in (("dam.txt", TEXT), ("dam_ann.ann", ANN), ("dam_bo.ann", ANN)):
        (place / "part" / name).write_text(text, encoding="utf-8", newline="")
    return place


def marks() -> dict[Label, int]:
    rows = db.session.execute(select(Annotation.label, func.count()).group_by(Annotation.label))
    return {label: count for label, count in rows}


def test_a_folder_of_texts_and_annotations_is_brat(world: World, run: Run, tmp_path: Path) -> None:
    result = run("import", world.slug, folder(tmp_path / "set"))
    assert (result.exit_code, result.stdout) == (0, "1\n")
    assert "Kept as they are, for the way back: Content (2), Discuss (2)" in result.stderr
    assert marks() == {Label.QUOTE: 6}
    assert db.session.scalars(select(Article.external_id)).one() == "part/dam"


def test_a_mapping_says_what_labels_become(world: World, run: Run, tmp_path: Path) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text('[labels]\nDiscuss = "claim"\n')
    place = folder(tmp_path / "set")
    assert run("import", world.slug, place, "--mapping", mapping, "--dry-run").exit_code == 0
    assert marks() == {}
    assert run("import", world.slug, place, "--format", "brat", "--mapping", mapping).exit_code == 0
    assert marks() == {Label.CLAIM: 2}
    mapping.write_text('[labels]\nDiscuss = "fact"\n')
    result = run("import", world.slug, place, "--mapping", mapping)
    assert result.exit_code == 1
    assert f"In {mapping}, line 2, “labels.Discuss”: it must be one of claim" in result.stderr


def test_a_folder_that_is_wrong_comes_in_not_at_all(world: World, run: Run, tmp_path: Path) -> None:
    place = folder(tmp_path / "set")
    (place / "part" / "dam_bo.ann").write_text("T1\tClaim 0 3\tDim\n")
    result = run("import", world.slug, place)
    assert result.exit_code == 1
    assert f"In {place}/part/dam_bo.ann, line 1: at 0 3 the text says “Dam”" in result.stderr
    assert db.session.scalar(select(func.count()).select_from(Article)) == 0
    assert run("import", world.slug, place, "--keep-good").exit_code == 0
    assert marks() == {Label.QUOTE: 3}
