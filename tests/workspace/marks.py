"""Sending the workspace's requests as its scripts send them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from werkzeug.test import TestResponse

from tests.visitor import Visitor

TEXT = (
    "The dam holds 40 million litres, the mayor said.\n"
    "“We built it in two years,” she told reporters. \N{DROPLET} Nobody asked for it.\n"
)


def fields_of(
    text: str, words: str, *, label: str = "claim", occurrence: int = 1
) -> dict[str, Any]:
    """The form fields that mark these words, in code points of the text."""
    start = -1
    for _ in range(occurrence):
        start = text.index(words, start + 1)
    return {
        "version": 0,
        "label": label,
        "fragments-0-part": "content",
        "fragments-0-start": start,
        "fragments-0-end": start + len(words),
        "fragments-0-exact": words,
    }


@dataclass
class Hand:
    """One person's hand on one article; `text` is the article's canonical text."""

    visitor: Visitor
    slug: str
    article_id: str
    text: str

    @property
    def base(self) -> str:
        """The address of the article."""
        return f"/projects/{self.slug}/articles/{self.article_id}"

    def mark(self, words: str, *, mark_id: str | None = None, **more: Any) -> dict[str, Any]:
        """Mark these words; gives the saved mark."""
        label = more.pop("label", "claim")
        fields = {**fields_of(self.text, words, label=label), **more}
        answer = self.save(mark_id or str(uuid4()), fields)
        assert answer.status_code == 201, answer.text
        mark: dict[str, Any] = answer.get_json()["annotation"]
        return mark

    def save(self, mark_id: str, fields: Mapping[str, Any]) -> TestResponse:
        """One save."""
        return self.visitor.post(f"{self.base}/annotations/{mark_id}", fields, json=True)

    def revise(self, mark: Mapping[str, Any], **fields: Any) -> dict[str, Any]:
        """A save on top of this version that must go well; gives the mark after it."""
        answer = self.save(mark["id"], {"version": mark["version"], **_named(fields)})
        assert answer.status_code == 200, answer.text
        revised: dict[str, Any] = answer.get_json()["annotation"]
        return revised

    def remove(self, mark: Mapping[str, Any]) -> TestResponse:
        """Remove the mark."""
        return self._act(mark, "removal")

    def restore(self, mark: Mapping[str, Any]) -> TestResponse:
        """Bring the mark back."""
        return self._act(mark, "restoration")

    def submit(self, **fields: Any) -> TestResponse:
        """Hand the work in."""
        return self.visitor.post(
            f"{self.base}/submission", {"read_to_end": "y", **fields}, json=True
        )

    def layer(self) -> dict[str, Any]:
        """The marks as the server has them."""
        found: dict[str, Any] = self.visitor.get(f"{self.base}/annotations", json=True).get_json()
        return found

    def _act(self, mark: Mapping[str, Any], noun: str) -> TestResponse:
        return self.visitor.post(
            f"{self.base}/annotations/{mark['id']}/{noun}",
            {"version": mark["version"]},
            json=True,
        )


def rating(name: str, rationale: str | None = None) -> dict[str, Any]:
    """The fields that choose a rating."""
    fields = {"verdict-uuid": str(uuid4()), "verdict-rating": name}
    return fields if rationale is None else {**fields, "verdict-rationale": rationale}


def source(url: str, *, index: int = 0, **more: Any) -> dict[str, Any]:
    """The fields that add a source."""
    return {
        f"sources-{index}-uuid": str(uuid4()),
        f"sources-{index}-url": url,
        **{f"sources-{index}-{name}": value for name, value in more.items()},
    }


def keys(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as arguments of `revise`."""
    return {name.replace("-", "__"): value for name, value in fields.items()}


def _named(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name.replace("__", "-"): value for name, value in fields.items()}
