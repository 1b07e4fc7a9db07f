"""Whose story somebody may read: of what they may see now, and of what leads look after.

Everything else looks as if it were not there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from annotator.annotations.models import Annotation
from annotator.annotations.queries import annotation
from annotator.articles.models import Article
from annotator.articles.queries import find, find_kept
from annotator.audit.models import Event
from annotator.errors import NotFound
from annotator.history import hanging
from annotator.history.queries import Rows, last_event
from annotator.permissions import Permission
from annotator.web.guards import allows, current_person, current_project
from annotator.web.layers import may_read
from annotator.web.sight import current_sight

#: Where a row says which mark it hangs on.
_OF_MARKS: Mapping[str, str] = {
    **dict.fromkeys(("source", "verdict", "comment", "carry"), "annotation_id"),
    **{"link": "from_id", "thread": "annotation_id", "annotation": "id"},
}
#: Tables whose rows are named by the project and, if at all, a person.
_OF_PROJECT = frozenset({"project", "workflow", "publisher"})
_OF_PERSONS = frozenset({"membership", "trainee"})
_OF_VERSIONS = frozenset({"scheme_version", "guideline_version"})
_TEXTS = frozenset({"revision", "correction"})
#: What leads alone read; in a blind project, where the work it tells of is open to them.
_LED = frozenset(
    {
        *("assignment", "adjudication", "gold_layer", "spot_check", "spot_decision", "pace_talk"),
        *("training_article", "training_answers", "training_explanation", "training_attempt"),
        *("import", "export", "release", "article_link", "supervision"),
        *("event_sample", "event_finding"),
    }
)
#: Of these, what is nobody's work.
_NOBODYS = frozenset({"import", "export", "release", "article_link", "supervision"})


@dataclass(frozen=True, slots=True)
class Story:
    """One thing with all whose events are told: `last` is the newest event about itself."""

    kind: str
    key: str
    rows: Rows
    last: Event
    mark: Annotation | None = None
    article: Article | None = None


def story_of(kind: str, key: str) -> Story:
    """What the address names; raises `NotFound` for what is not there or not to be seen."""
    finder, project_id = _FINDERS.get(kind), current_project().id
    last = last_event(project_id, kind, _row_key(kind, key)) if finder else None
    if last is None and (kind, key) == ("workflow", str(project_id)):
        # Settings that nobody has changed are those that the project began with.
        last = last_event(project_id, "project", key)
    if finder is None or last is None:
        raise _absent()
    return finder(last)


def removed_of(story: Story) -> Sequence[Annotation]:
    """With the story of an article, the marks that were taken away in it."""
    if story.kind != "article" or story.article is None:
        return []
    return hanging.removed_marks(story.article.id, _reader(story.article))


def tells_history(kind: str) -> bool:
    """Whether this person may read stories of the kind at all; of which, the page itself says."""
    if kind == "speaker":
        return allows(Permission.READ_OTHERS) and current_sight().is_whole
    return allows(Permission.READ_AUDIT) or kind in {*_OF_MARKS, *_TEXTS, *_OF_VERSIONS, "article"}


def _row_key(kind: str, key: str) -> str:
    """The key as events have it; raises `NotFound` for what cannot be one."""
    if kind in _OF_PROJECT | _OF_PERSONS | _OF_VERSIONS:
        if not (key.isascii() and key.isdigit()):
            raise _absent()
        return f"{current_project().id}/{key}" if kind in _OF_PERSONS else key
    try:
        return str(UUID(key))
    except ValueError:
        return key if kind == "export" else ""


def _mark(last: Event) -> Story:
    is_its_own = last.target in {"annotation", "thread"}
    key = last.target_id if is_its_own else _row_of(last).get(_OF_MARKS[last.target])
    mark = _readable_mark(str(key))
    whole = hanging.of_mark(mark, _reader(mark))
    if last.target_id not in whole[last.target]:
        raise _absent()
    rows: Rows = {last.target: [last.target_id]}
    if last.target == "annotation":
        rows = whole
    elif last.target == "verdict":
        # Each verdict stands in the place of the one before it.
        rows = {"verdict": whole["verdict"]}
    elif last.target == "source":
        rows = hanging.of_source(last.target_id)
    article = _find(mark.project_id, mark.article_id)
    return Story(last.target, last.target_id, rows, last, mark, article)


def _capture(last: Event) -> Story:
    """What was kept of a source's page is told with the source."""
    source = last_event(last.project_id, "source", str(_row_of(last).get("source_id")))
    if source is None:
        raise _absent()
    return _mark(source)


def _article(last: Event) -> Story:
    found = _find(last.project_id, last.article_id or last.target_id)
    if found is None:
        raise _absent()
    rows: Rows = {last.target: [last.target_id]}
    if last.target == "article":
        rows = hanging.of_article(found.id, _reader(found))
    else:
        rows = dict.fromkeys(_TEXTS, [last.target_id])
    return Story(last.target, last.target_id, rows, last, None, found)


def _setting(last: Event) -> Story:
    _lead()
    rows: Rows = {last.target: [last.target_id]}
    if last.target in {"project", "workflow"}:
        rows = dict.fromkeys(("project", "workflow"), [str(last.project_id)])
    return Story(last.target, last.target_id, rows, last)


def _versions(last: Event) -> Story:
    return Story(last.target, last.target_id, hanging.versions(last.target, last.project_id), last)


def _speaker(last: Event) -> Story:
    if not tells_history("speaker"):
        raise _absent()
    return Story(last.target, last.target_id, {"speaker": [last.target_id]}, last)


def _led(last: Event) -> Story:
    own = _row_of(last).get("reviewer_id") == current_person().id
    if not (own and last.target == "assignment"):
        _lead()
        sight = current_sight()
        there = last.article_id is not None and sight.reads(last.article_id)
        if not (sight.is_whole or there or last.target in _NOBODYS):
            raise _absent()
    article = _find(last.project_id, last.article_id) if last.article_id else None
    if last.article_id and article is None:
        raise _absent()
    rows = {last.target: [last.target_id]}
    return Story(last.target, last.target_id, rows, last, None, article)


_FINDERS: Mapping[str, Callable[[Event], Story]] = {
    **dict.fromkeys(_OF_MARKS, _mark),
    "capture": _capture,
    **dict.fromkeys(("article", *_TEXTS), _article),
    **dict.fromkeys(("project", "workflow", "publisher", "membership"), _setting),
    "trainee": _led,
    **dict.fromkeys(_OF_VERSIONS, _versions),
    "speaker": _speaker,
    **dict.fromkeys(_LED, _led),
}
KINDS = frozenset(_FINDERS)


def _readable_mark(key: str) -> Annotation:
    found = annotation(key)
    if found is None or not may_read(found) or _find(found.project_id, found.article_id) is None:
        raise _absent()
    return found


def _reader(of: Annotation | Article) -> hanging.Reader:
    article_id = of.article_id if isinstance(of, Annotation) else of.id
    runs, sight = allows(Permission.READ_AUDIT), current_sight()
    return hanging.Reader(current_person().id, runs, sight.reads(article_id))


def _find(project_id: int, article_id: str) -> Article | None:
    """The article; whoever may take it back from the trash reads of it there, too."""
    return (find_kept if allows(Permission.TRASH_ARTICLES) else find)(project_id, article_id)


def _lead() -> None:
    if not allows(Permission.READ_AUDIT):
        raise _absent()


def _row_of(event: Event) -> dict[str, Any]:
    return dict(orjson.loads(event.after or event.before or "{}"))


def _absent() -> NotFound:
    return NotFound("There is no such page.")
