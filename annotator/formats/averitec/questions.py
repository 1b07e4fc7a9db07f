"""Questions and their answers, from sources and to them: several sources may answer one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.formats.averitec.keeping import Row, came_as, kept, restored

#: In what the origin keeps of an answer: the id of its source, or the answer without one.
_SOURCE, _WHOLE = "source", "whole"
QUESTIONS = "asked"
_LONGEST_NOTE = 10_000


@dataclass(slots=True)
class _Group:
    """One question: its text, its place in the record that came in, and its answers."""

    text: str | None
    came: int | None
    answers: list[Row] = field(default_factory=list)


def note_question(theirs: Row, text: str, answers: Sequence[Row]) -> Row:
    """What is kept of one question; `answers` are those that `note_answer` gave."""
    is_list = isinstance(theirs.get("answers"), list)
    found = kept(_question(text, []), {**theirs, "answers": []} if is_list else theirs)
    return {**found, "text": text, "answers": list(answers)}


def note_answer(theirs: Row, ours: Row | None, source_id: str | None) -> Row:
    """What is kept of one answer: all of it where no source could be made of it."""
    if ours is None or source_id is None:
        return {_WHOLE: theirs}
    return {_SOURCE: source_id, **kept(ours, theirs)}


def noted(held: object) -> str | None:
    """What only the note of a claim shows: the grounds of a label that waits for evidence, and
    the answers of which no source could be made.
    """
    waits = came_as(held, "label") is not None
    lines = [str(came_as(held, "justification") or "")] if waits else []
    lines += [
        " ".join(str(part) for part in (asked.get("text"), *_said(one[_WHOLE])) if part)
        for asked in _asked(held)
        for one in _answers(asked)
        if isinstance(one.get(_WHOLE), dict)
    ]
    return "\n".join(line for line in lines if line)[:_LONGEST_NOTE] or None


def _said(answer: Row) -> tuple[Any, str]:
    url = answer.get("source_url")
    return answer.get("answer"), f"({url})" if url else ""


def joined(answers: Sequence[tuple[Row, Row]], held: Mapping[str, Any]) -> list[Row]:
    """The questions of a claim from its sources, each with the answer that it is written as.

    Sources with the same question answer it together, as far as they came together; one that
    asks nothing is a question of its own, whose text is empty.
    """
    asked = _asked(held)
    came = {
        one[_SOURCE]: (index, one)
        for index, question in enumerate(asked)
        for one in _answers(question)
        if isinstance(one.get(_SOURCE), str)
    }
    groups: list[_Group] = []
    for source, answer in answers:
        index, note = came.get(source["id"], (None, None))
        _group(groups, source["question"], index).answers.append(restored(answer, note))
    for index, question in enumerate(asked):
        _put_back(groups, index, question)
    return [_written(group, asked) for group in groups]


def _group(groups: list[_Group], text: str | None, came: int | None) -> _Group:
    for group in groups:
        if group.text != text:
            continue
        if text is None:
            if came is not None and group.came == came:
                return group
        elif came is None or group.came in (None, came):
            group.came = came if group.came is None else group.came
            return group
    groups.append(made := _Group(text, came))
    return made


def _put_back(groups: list[_Group], index: int, question: Row) -> None:
    """Answers that no source stands for, at their places; and questions without any."""
    notes = _answers(question)
    group = next((one for one in groups if one.came == index), None)
    if group is None:
        if any(_SOURCE in note for note in notes) and not any(_WHOLE in note for note in notes):
            return  # Its sources were taken away here.
        group = _Group(str(question.get("text") or "") or None, index)
        groups.insert(min(index, len(groups)), group)
    for place, note in enumerate(notes):
        if isinstance(note.get(_WHOLE), dict):
            group.answers.insert(min(place, len(group.answers)), note[_WHOLE])


def _written(group: _Group, asked: list[Row]) -> Row:
    ours = _question(group.text or "", group.answers)
    return ours if group.came is None else restored(ours, asked[group.came])


def _question(text: str, answers: list[Row]) -> Row:
    return {"question": text, "answers": answers}


def _asked(held: object) -> list[Row]:
    found = held.get(QUESTIONS) if isinstance(held, dict) else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _answers(question: Row) -> list[Row]:
    found = question.get("answers")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
