"""What becomes of an article that comes in and is there already."""

from __future__ import annotations

from collections.abc import Sequence, Set
from enum import StrEnum
from typing import Protocol

from annotator.articles.drafts import ArticleDraft, check_length
from annotator.articles.queries import find
from annotator.articles.rows import check_rows
from annotator.articles.service import ArticleBatch, import_one
from annotator.audit.models import Actor
from annotator.errors import Invalid, Remark
from annotator.projects.models import Project
from annotator.revisions.service import revise_article
from annotator.similarity.jobs import ask_for_likenesses
from annotator.similarity.linking import link_articles
from annotator.similarity.models import Why
from annotator.similarity.queries import Known, known_articles, repeated_exactly
from annotator.similarity.repeats import (
    Before,
    Repeat,
    Unstored,
    note_pages,
    repeats_among,
    titles_by_name,
)
from annotator.similarity.staging import REASON, is_newest
from annotator.text.canonical import canonicalise
from annotator.text.layout import plain_layout

#: So many corrections, or characters of them, are noted before it is time to keep them.
_MOST_NOTED, _MOST_CHARACTERS = 100, 500_000


class Choice(StrEnum):
    """What somebody wants for articles that the project has: by text, by address, or nearly.

    `SAME` leaves out what is there to the letter, and says where only the address is the same.
    `ASK` lets somebody choose for each, before anybody sees what came with them.
    """

    ASK = "ask"
    SAME = "same"
    ADD = "add"
    SKIP = "skip"
    LINK = "link"
    REVISE = "revise"


class Named(Protocol):
    """Articles that are about to be stored, some of them with a name from elsewhere."""

    @property
    def named(self) -> dict[str, tuple[str, str]]:
        """The names elsewhere of those that have one, each with the hash of its text, by id."""

    def leave_out(self, article_ids: Set[str]) -> None:
        """Forget these articles."""


class AlreadyThere(Invalid):
    """An article comes in that the project has; `found` are those it repeats, the likest first."""

    def __init__(self, sentence: str, found: Sequence[Known]) -> None:
        super().__init__(sentence, "known")
        self.found = found


def look_up(project_id: int, draft: ArticleDraft) -> Sequence[Known]:
    """The articles that a draft repeats, the likest first; raises `Invalid` for one too long.

    It compares texts, which takes long for a long one: best before the transaction that writes.
    """
    check_length(draft.text)
    return _known(project_id, draft)


def bring_one(
    project: Project,
    draft: ArticleDraft,
    choice: Choice | None,
    *,
    actor: Actor,
    found: Sequence[Known] | None = None,
) -> str:
    """Bring one article in, or do with it what was chosen; returns the id of where it is.

    `found` is what `look_up` gave for it, where somebody asked before; what came in since is
    noticed by the hash of its text and by its address. Raises `AlreadyThere` where the project
    has it and nothing was chosen, and `Invalid` for a draft that breaks a rule.
    """
    if found is None or _came_meanwhile(project.id, draft, found):
        found = look_up(project.id, draft)
    if found and choice is None:
        raise AlreadyThere(
            "The project has this article already: say what is to become of it.", found
        )
    if found and choice in (Choice.SKIP, Choice.REVISE):
        article_id = found[0].article_id
        if choice is Choice.REVISE:
            _revise(project.id, found[0], draft, actor)
    else:
        stored = import_one(project, draft, actor=actor)
        note_pages(project.id, [stored])
        article_id = stored[0]["id"]
        if found and choice is Choice.LINK:
            link_articles(project.id, article_id, found[0].article_id, actor=actor)
    ask_for_likenesses(project.id, actor)
    return article_id


def _revise(project_id: int, known: Known, draft: ArticleDraft, actor: Actor) -> None:
    article = find(project_id, known.article_id)
    if known.why is not Why.SAME_TEXT and article is not None and not is_newest(article, draft):
        revise_article(article, draft, reason=REASON, actor=actor)


class KnownArticles:
    """Looks at each article of an import, and notes what follows from what it finds.

    One that somebody will be asked about is only looked at here where nothing is written, and
    that is `foretold`; else it is compared when all articles of the import are stored.
    """

    def __init__(self, project_id: int, choice: Choice, *, foretold: bool = False) -> None:
        self._project_id = project_id
        self._choice = choice
        self._foretold = foretold
        self._linked: list[tuple[str, str]] = []
        self._corrected: list[tuple[str, ArticleDraft]] = []
        self._characters = 0

    @property
    def is_full(self) -> bool:
        """Whether it is time to keep what was noted."""
        return len(self._corrected) >= _MOST_NOTED or self._characters >= _MOST_CHARACTERS

    def look(self, draft: ArticleDraft) -> Known | None:
        """The article that this one repeats most, if the choice asks for it.

        Raises `Invalid`, with the place in the file, for a draft that no article can be made of.
        """
        if self._choice in (Choice.ADD, Choice.SAME) or self._asks_later:
            return None
        check_rows(draft)
        found = _known(self._project_id, draft)
        return found[0] if found else None

    def keeps_out(self, draft: ArticleDraft, known: Known | None) -> bool:
        """Whether it does not come in as an article of its own; what was wanted is noted."""
        if known is None or self._choice in (Choice.ADD, Choice.ASK, Choice.LINK):
            return False
        if self._choice is Choice.REVISE and known.why is not Why.SAME_TEXT:
            self._corrected.append((known.article_id, draft))
            self._characters += len(draft.text)
        return True

    def took(self, article_id: str, known: Known | None) -> None:
        """The article came in all the same."""
        if known is not None and self._choice is Choice.LINK:
            self._linked.append((article_id, known.article_id))

    def pass_over(self, batch: Named, *, marked: bool) -> list[Remark]:
        """Leave out what is there already under its name elsewhere with its text; tell of it.

        `marked` says that the articles bring marks, which are left out with them.
        """
        leaves_out = (Choice.SAME, Choice.SKIP, Choice.ASK)
        named = batch.named if self._choice in leaves_out else {}
        titles = titles_by_name(self._project_id, {name for name, _text in named.values()})
        found = {article_id: titles[key] for article_id, key in named.items() if key in titles}
        batch.leave_out(found.keys())
        if marked:
            return [
                Remark(
                    "“%(title)s” is there already; this was left out, with its marks.", title=title
                )
                for title in found.values()
            ]
        return [_left_out(title) for title in found.values()]

    def sift(
        self, batch: ArticleBatch, import_id: str, unstored: Unstored | None = None
    ) -> list[Remark]:
        """Notice what repeats an article to the letter or by its address, and tell of it.

        Where near-duplicates are asked for, what is there was looked at before, and only those
        that came earlier in the same import are left. `unstored` remembers those where nothing
        is written.
        """
        if self._choice is Choice.ADD or self._asks_later or not batch.coming:
            return []
        own_only = self._choice is not Choice.SAME
        before = Before(self._project_id, import_id, own_only, unstored)
        found = list(repeats_among(batch.coming, before, self._leaves_out))
        if self._foretold and self._choice is Choice.ASK:
            # Whether texts of one page are alike is compared when all of them are stored.
            found = [one for one in found if one.known.why is Why.SAME_TEXT]
        batch.leave_out({one.article_id for one in found if self._leaves_out(one.known)})
        for one in found:
            self.took(one.article_id, one.known)
        return [self._said(one) for one in found]

    @property
    def _asks_later(self) -> bool:
        return self._choice is Choice.ASK and not self._foretold

    def _leaves_out(self, known: Known) -> bool:
        if self._choice in (Choice.SAME, Choice.REVISE):
            return known.why is Why.SAME_TEXT
        return self._choice is Choice.SKIP

    def _said(self, repeat: Repeat) -> Remark:
        title = repeat.known.title
        if self._choice in (Choice.ASK, Choice.LINK):
            return self.remark(repeat.known)
        if self._leaves_out(repeat.known):
            return _left_out(title)
        return Remark("“%(title)s” has the same address; this came in beside it.", title=title)

    def remark(self, known: Known) -> Remark:
        """What becomes of the article, in a sentence for the report."""
        title = known.title
        if self._choice is Choice.ASK:
            return Remark("“%(title)s” is there already; you would be asked.", title=title)
        if self._choice is Choice.LINK:
            return Remark("“%(title)s” is there already; this came in, linked to it.", title=title)
        if self._choice is Choice.SKIP or known.why is Why.SAME_TEXT:
            return _left_out(title)
        return Remark("“%(title)s” is there already; this became its newest text.", title=title)

    def noted(self) -> tuple[list[tuple[str, str]], list[tuple[str, ArticleDraft]]]:
        """Whom to link with whom, and what to make of whom; forgotten with that."""
        noted = self._linked, self._corrected
        self._linked, self._corrected, self._characters = [], [], 0
        return noted


def _left_out(title: str) -> Remark:
    return Remark("“%(title)s” is there already; this was left out.", title=title)


def _came_meanwhile(project_id: int, draft: ArticleDraft, found: Sequence[Known]) -> bool:
    here = repeated_exactly(project_id, canonicalise(draft.text), draft.url)
    return not here <= {known.article_id for known in found}


def _known(project_id: int, draft: ArticleDraft) -> list[Known]:
    text = canonicalise(draft.text)
    return known_articles(project_id, text, draft.layout or plain_layout(text), draft.url)
