"""The links of marks as requests name them and as the server has them."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from tests.workspace.marks import Hand

Mark = dict[str, Any]


def link(to: Mark, kind: str, *, index: int = 0, link_id: str | None = None) -> dict[str, Any]:
    """The fields that link a mark to another one."""
    return {
        f"links__{index}__uuid": link_id or str(uuid4()),
        f"links__{index}__to": to["id"],
        f"links__{index}__kind": kind,
    }


def removal(mark: Mark, *, removed: str = "y") -> dict[str, Any]:
    """The fields that remove the mark's first link; `removed=""` brings it back."""
    return {"links__0__uuid": mark["links"][0]["id"], "links__0__removed": removed}


def refusal(hand: Hand, mark: Mark, fields: dict[str, Any]) -> tuple[str, str]:
    """The field and the sentence that a save of these fields is refused with."""
    named = {name.replace("__", "-"): value for name, value in fields.items()}
    answer = hand.save(mark["id"], {"version": mark["version"], **named})
    assert answer.status_code == 422, answer.text
    error = answer.get_json()["error"]
    return error["field"], error["sentence"]


def links_of(hand: Hand, mark: Mark) -> list[dict[str, str]]:
    """The mark's links as the server has them."""
    found = {item["id"]: item for item in hand.layer()["annotations"]}
    links: list[dict[str, str]] = found[mark["id"]]["links"]
    return links
