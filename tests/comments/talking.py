"""Talking about a mark, as the scripts of the page do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from werkzeug.test import TestResponse

from annotator.accounts.person import Person
from tests.workspace.marks import Hand


@dataclass(frozen=True, slots=True)
class Voice:
    """One person's voice in the thread of one mark."""

    hand: Hand
    mark_id: str

    @property
    def address(self) -> str:
        """The address of the mark."""
        return f"{self.hand.base}/annotations/{self.mark_id}"

    def send(
        self,
        text: str,
        *,
        comment_id: str | None = None,
        version: int = 0,
        mentions: Sequence[Person] = (),
    ) -> TestResponse:
        """Write a comment, or change one."""
        fields = {
            "version": version,
            "text": text,
            "mentions": " ".join(str(person.id) for person in mentions),
        }
        return self._post(f"comments/{comment_id or uuid4()}", fields)

    def say(self, text: str, **more: Any) -> dict[str, Any]:
        """Write a comment, which must go well; gives it."""
        answer = self.send(text, **more)
        assert answer.status_code == 201, answer.text
        comment: dict[str, Any] = answer.get_json()["thread"]["comments"][-1]
        return comment

    def ask(self) -> TestResponse:
        """Ask for the thread."""
        return self.hand.visitor.get(f"{self.address}/comments", json=True)

    def thread(self) -> dict[str, Any]:
        """The thread, which must be there."""
        answer = self.ask()
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.get_json()["thread"]
        return found

    def act(self, noun: str, version: int) -> TestResponse:
        """Resolve or reopen the thread, or remove or restore a comment of it."""
        return self._post(noun, {"version": version})

    def removes(self, comment_id: str, version: int, reason: str | None = None) -> TestResponse:
        """Remove a comment."""
        said = {} if reason is None else {"reason": reason}
        return self._post(f"comments/{comment_id}/removal", {"version": version, **said})

    def texts(self) -> list[str]:
        """What stands in the thread, without what is removed."""
        return [one["text"] for one in self.thread()["comments"] if not one["removed"]]

    def _post(self, noun: str, fields: Mapping[str, Any]) -> TestResponse:
        return self.hand.visitor.post(f"{self.address}/{noun}", fields, json=True)
