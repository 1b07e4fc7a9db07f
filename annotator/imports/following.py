"""What follows when articles of an import were known: links, and corrections of those there."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.audit.models import Actor
from annotator.db import writing
from annotator.errors import Invalid
from annotator.imports import service
from annotator.similarity.jobs import ask_for_corrections
from annotator.similarity.known import KnownArticles
from annotator.similarity.linking import link_those_there
from annotator.similarity.staging import has_staged, make_staged, stage

#: So many links are stored in one transaction.
_LINKED_AT_ONCE = 20


class Following:
    """Does it in short transactions, so that nothing of it gathers in memory."""

    def __init__(self, project_id: int, import_id: str, known: KnownArticles, actor: Actor) -> None:
        self._project_id = project_id
        self._import_id = import_id
        self._known = known
        self._actor = actor

    def keep(self) -> None:
        """Store the links of what was stored, and keep corrections for later."""
        linked, corrections = self._known.noted()
        for at in range(0, len(linked), _LINKED_AT_ONCE):
            with writing():
                service.show_life(self._import_id)
                some = linked[at : at + _LINKED_AT_ONCE]
                link_those_there(self._project_id, some, actor=self._actor)
        if corrections:
            with writing():
                service.show_life(self._import_id)
                stage(self._project_id, self._import_id, corrections)

    def ask(self) -> None:
        """Have corrections made even if this process ends too soon, in the caller's transaction."""
        if has_staged(self._import_id):
            ask_for_corrections(self._project_id, self._import_id, self._actor)

    def correct(self) -> Iterator[Invalid | None]:
        """Make the corrections, once the articles are there; gives each refusal, or None."""
        yield from make_staged(self._import_id, actor=self._actor)
