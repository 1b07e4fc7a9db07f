"""Making the files of a release in a folder of this machine, from one snapshot of the project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

import orjson
from sqlalchemy import and_, select

from annotator.audit.models import GENESIS, Event
from annotator.audit.queries import head
from annotator.audit.verify import Head
from annotator.export.criteria import rules_of_articles, rules_of_marks
from annotator.export.options import Unit
from annotator.export.reading.known import snapshot_for
from annotator.export.reading.snapshot import Snapshot
from annotator.export.records.lines import line_groups
from annotator.export.tables.arrow import Row
from annotator.export.tally import Tally, tally_of
from annotator.guidelines.models import GuidelineVersion
from annotator.projects.models import Project
from annotator.releases.asking import Asked
from annotator.releases.counting import Counts
from annotator.releases.evidence import lines_without_later
from annotator.releases.files import Made, UnitFiles
from annotator.splits.leaks import report_json
from annotator.splits.queries import ProjectReader
from annotator.splits.service import Split, split_articles

#: Called with how many steps are done, and of how many.
Tell = Callable[[int, int], object]


@dataclass(slots=True)
class Material:
    """What was read and made: the files, and what the manifest says of them."""

    head: Head
    split: Split
    tally: Tally
    counts: Counts
    schemes: list[int]
    guidelines: list[int]
    files: list[Made] = field(default_factory=list)
    #: Rows by unit and split.
    rows: dict[str, dict[str, int]] = field(default_factory=dict)
    #: Articles that are in no split, by the reason, and sources that were later than their claim.
    in_no_split: Counter[str] = field(default_factory=Counter)
    later_sources: int = 0


class Group(NamedTuple):
    """The rows of one article that is in a split, as values and as lines."""

    article: str
    split: str
    rows: list[Row]
    lines: list[bytes]


def material_of(
    project: Project, asked: Asked, base: Mapping[str, str] | None, folder: Path, tell: Tell
) -> Material:
    """Make the files in the folder; `base` has the splits of the release before, by article.

    Raises `Invalid` where the plan has no place for a split of that release, and `Unproved` at the
    first row whose text is not what it says.
    """
    with snapshot_for(project.id, asked.options) as snapshot:
        total = snapshot.count() * (1 + len({*asked.units, Unit.SPAN}))
        made = _begun(snapshot, project, asked, base, lambda done: tell(min(done, total), total))
        splits, done = dict(made.split.split_of()), snapshot.count()
        with (folder / "index.jsonl").open("wb") as index:
            for unit in [one for one in Unit if one in asked.units or one is Unit.SPAN]:
                files = UnitFiles(folder, unit, asked.plan.names, index)
                for group in _groups(snapshot, project.slug, asked, unit, splits):
                    done += 1
                    tell(min(done, total), total)
                    if group is not None:
                        _take(made, asked, unit, files, group)
                if unit in asked.units:
                    made.files += files.files()
                    made.rows[unit.value] = files.rows
    made.files += [*_lists(folder, made), Made("index.jsonl", folder / "index.jsonl")]
    return made


def _begun(
    snapshot: Snapshot,
    project: Project,
    asked: Asked,
    base: Mapping[str, str] | None,
    progress: Callable[[int], object],
) -> Material:
    """Everything but rows."""
    options, connection = asked.options, snapshot.connection
    reader = ProjectReader(
        connection,
        project.id,
        articles=_all(rules_of_articles(options)),
        marks=_all(rules_of_marks(options)),
    )
    split = split_articles(reader.material(asked.plan, progress), reader.text, asked.plan, base)
    of_project = GuidelineVersion.project_id == project.id
    guidelines = connection.scalars(select(GuidelineVersion.number).where(of_project))
    return Material(
        _head(snapshot, project, asked),
        split,
        tally_of(snapshot, options),
        Counts(asked.plan.names),
        sorted(number for number, _ in snapshot.schemes().values()),
        sorted(guidelines),
        in_no_split=Counter(reason for _, reason in split.left_out()),
    )


def _all(rules: list[Any]) -> Any:
    return and_(*(rule for _reason, rule in rules)) if rules else None


def _head(snapshot: Snapshot, project: Project, asked: Asked) -> Head:
    if asked.options.known_on is not None:
        return Head(*head(project.id))
    newest = select(Event.seq, Event.hash).where(Event.project_id == project.id)
    row = snapshot.connection.execute(newest.order_by(Event.seq.desc()).limit(1)).first()
    return Head(row[0], row[1]) if row else Head(0, GENESIS)


def _groups(
    snapshot: Snapshot, slug: str, asked: Asked, unit: Unit, splits: Mapping[str, str]
) -> Iterator[Group | None]:
    """For each article in the order of the queue its rows; None for one without any in a split."""
    for lines in line_groups(snapshot, slug, replace(asked.options, unit=unit)):
        rows: list[Row] = [orjson.loads(line) for line in lines]
        article = str(rows[0]["id" if unit is Unit.ARTICLE else "article"]) if rows else ""
        split = splits.get(article)
        yield None if split is None else Group(article, split, rows, lines)


def _take(made: Material, asked: Asked, unit: Unit, files: UnitFiles, group: Group) -> None:
    if unit is Unit.SPAN:
        made.counts.add(group.split, group.rows)
    if unit not in asked.units:
        return
    if unit is not Unit.SPAN:
        made.counts.languages.update(filter(None, [group.rows[0]["language"]]))
    if unit is Unit.CLAIM and asked.without_later:
        rows, lines, count = lines_without_later(group.rows)
        group = Group(group.article, group.split, rows, lines)
        made.later_sources += count
    files.add(*group)


def _lists(folder: Path, made: Material) -> Iterator[Made]:
    """Which article is in which split, and the report that nothing leaks."""
    splits, leaks = folder / "splits.jsonl", folder / "leaks.json"
    with splits.open("wb") as stream:
        for article, split in made.split.split_of():
            stream.write(_line({"article": article, "split": split}))
        for article, reason in made.split.left_out():
            stream.write(_line({"article": article, "left_out": reason}))
    leaks.write_text(report_json(made.split.report) + "\n", encoding="utf-8")
    return iter([Made("splits.jsonl", splits), Made("leaks.json", leaks)])


def _line(value: Mapping[str, str]) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE)
