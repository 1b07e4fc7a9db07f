"""The rules of talking: who is told, what is kept, and that nobody changes another's words.

A lead may put them out of sight, and says why.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import orjson

from annotator.accounts.person import Person
from annotator.annotations.models import Annotation
from annotator.audit.chain import request_hash
from annotator.audit.models import Action
from annotator.audit.service import Row, change_of, record, snapshot
from annotator.clock import now
from annotator.comments.drafts import CommentDraft, RemovalDraft
from annotator.comments.models import Comment, Thread
from annotator.comments.queries import (
    comment,
    comments_on,
    mentions_of,
    readers_of,
    thread_of,
    was_asked,
)
from annotator.db import db
from annotator.errors import Conflict, Invalid, NotFound, Stale
from annotator.notifications.models import Kind
from annotator.notifications.service import Notice, notify
from annotator.text.visible import said

MAX_TEXT = 4000
MAX_REASON = 1000
MAX_COMMENTS = 500


def save_comment(mark: Annotation, draft: CommentDraft, *, author: Person) -> tuple[Comment, bool]:
    """Write or change a comment; gives it, and whether this request made it.

    The same request again changes nothing and gets the same answer. Raises `Invalid` (a rule is
    broken), `Conflict` (the identifier stands for another one), `Stale` (it was changed since
    `version`) or `NotFound` (there is none to change).
    """
    fingerprint = request_hash(draft)
    found = comment(draft.id)
    if found is None:
        if draft.version != 0:
            raise NotFound("There is no such comment.")
        return _write(mark, draft, author, fingerprint), True
    _refuse_foreign(found, mark, author, draft.version)
    if was_asked(found, found.id, after=draft.version, request_sha256=fingerprint):
        return found, False
    if draft.version == 0:
        raise Conflict("This comment exists already, with other words.")
    _revise(mark, found, draft, author, fingerprint)
    return found, False


def set_removed(
    mark: Annotation, draft: RemovalDraft, *, person: Person, moderates: bool
) -> Comment:
    """Put a comment out of sight or bring it back; the same request again changes nothing.

    One's own needs no reason, and only its writer brings it back. Another's is removed by who
    `moderates`, with a reason of which its writer is told, and brought back by who moderates.
    Raises `NotFound`, `Stale`, or `Invalid` for a removal without a reason and for what is so
    already.
    """
    found = comment(draft.id)
    if found is None:
        raise NotFound("There is no such comment.")
    if not (moderates and found.annotation_id == mark.id):
        _refuse_foreign(found, mark, person, draft.version)
    fingerprint = request_hash(draft)
    if was_asked(found, found.id, after=draft.version, request_sha256=fingerprint):
        return found
    _refuse_stale(found, draft.version)
    before = snapshot(found)
    if draft.removed:
        _take_out(found, draft.reason.strip(), person)
    else:
        _bring_back(found, person, moderates)
    action = Action.COMMENT_REMOVED if draft.removed else Action.COMMENT_RESTORED
    _record(action, found, before, person, fingerprint)
    if found.removed_by is not None:
        _notify(mark, Kind.COMMENT_REMOVED, [found.author_id], person, found.id)
    return found


def set_resolved(mark: Annotation, version: int, *, resolved: bool, person: Person) -> Thread:
    """Say that what the comments talk about is settled, or is not; `version` 0 where nobody did.

    The same request again changes nothing.
    """
    fingerprint = request_hash({"id": mark.id, "version": version, "resolved": resolved})
    thread = thread_of(mark.id)
    if thread and was_asked(thread, mark.id, after=version, request_sha256=fingerprint):
        return thread
    if version != (thread.version if thread else 0):
        raise Stale("These comments were resolved or reopened meanwhile; look at them again.")
    if not any(one.removed_at is None for one in comments_on(mark.id)):
        raise Invalid("There are no comments on this mark to resolve.")
    return _settle(mark, thread, resolved, person, fingerprint)


def check_text(text: str) -> None:
    """Raise `Invalid` for what is blank or too long."""
    if not said(text):
        raise Invalid("Write something first.", "text")
    if len(text) > MAX_TEXT:
        raise Invalid("A comment has at most %(most)s characters.", "text", most=MAX_TEXT)


def check_reason(reason: str) -> None:
    """Raise `Invalid` for a reason of removing another's comment that is blank or too long."""
    if not said(reason):
        raise Invalid("Say why you remove it: whoever wrote it is told the reason.", "reason")
    if len(reason) > MAX_REASON:
        raise Invalid("A reason has at most %(most)s characters.", "reason", most=MAX_REASON)


def stored_mentions(people: Collection[int]) -> str | None:
    """Account ids as a comment keeps them."""
    return orjson.dumps(sorted(set(people))).decode() if people else None


def _write(mark: Annotation, draft: CommentDraft, author: Person, fingerprint: str) -> Comment:
    earlier = comments_on(mark.id)
    if len(earlier) >= MAX_COMMENTS:
        raise Invalid("A mark has at most %(most)s comments.", "text", most=MAX_COMMENTS)
    draft = _checked(mark, draft)
    written = Comment(
        id=draft.id,
        project_id=mark.project_id,
        article_id=mark.article_id,
        annotation_id=mark.id,
        author_id=author.id,
        text=draft.text,
        mentions=stored_mentions(draft.mentions),
        version=1,
        created_at=now(),
        edited_at=None,
        removed_at=None,
    )
    db.session.add(written)
    _record(Action.COMMENT_WRITTEN, written, None, author, fingerprint)
    thread = thread_of(mark.id)
    if thread is not None and thread.resolved_at is not None:
        # Somebody has more to say: it is not settled after all.
        _settle(mark, thread, False, author, fingerprint)
    _tell(mark, written, draft.mentions, earlier, author)
    return written


def _revise(
    mark: Annotation, found: Comment, draft: CommentDraft, author: Person, fingerprint: str
) -> None:
    _refuse_stale(found, draft.version)
    if found.removed_by is not None:
        raise Invalid("A lead removed this comment, so it cannot be changed.")
    if found.removed_at is not None:
        raise Invalid("This comment is removed; restore it to change it.")
    known = set(mentions_of(found))
    draft = _checked(mark, draft)
    before = snapshot(found)
    found.text, found.mentions = draft.text, stored_mentions(draft.mentions)
    found.edited_at = max(now(), found.created_at)
    _record(Action.COMMENT_REVISED, found, before, author, fingerprint)
    new = [one for one in draft.mentions if one not in known]
    _notify(mark, Kind.MENTIONED, new, author, found.id)


def _take_out(found: Comment, reason: str, person: Person) -> None:
    if found.removed_at is not None:
        raise Invalid("This comment is removed already.")
    if found.author_id != person.id:
        check_reason(reason)
        found.removed_by, found.removal_reason = person.id, reason
    found.removed_at = now()


def _bring_back(found: Comment, person: Person, moderates: bool) -> None:
    if found.removed_at is None:
        raise Invalid("This comment is not removed.")
    if found.removed_by is None and found.author_id != person.id:
        raise Invalid("Its writer removed this comment, and only its writer can restore it.")
    if found.removed_by is not None and not moderates:
        raise Invalid("A lead removed this comment, and only a lead can restore it.")
    found.removed_at = found.removed_by = found.removal_reason = None


def _checked(mark: Annotation, draft: CommentDraft) -> CommentDraft:
    text = draft.text.strip()
    check_text(text)
    if not set(draft.mentions) <= {reader.id for reader in readers_of(mark)}:
        raise Invalid(
            "Somebody whom you mention may not see this mark, and is not told of it: take the "
            "mention out.",
            "mentions",
        )
    return replace(draft, text=text, mentions=tuple(sorted(set(draft.mentions))))


def _settle(
    mark: Annotation, thread: Thread | None, resolved: bool, person: Person, fingerprint: str
) -> Thread:
    before = None if thread is None else snapshot(thread)
    if thread is None:
        thread = Thread(annotation_id=mark.id, project_id=mark.project_id, version=0)
        db.session.add(thread)
    thread.resolved_at = now() if resolved else None
    thread.resolved_by = person.id if resolved else None
    thread.version += 1
    action = Action.THREAD_RESOLVED if resolved else Action.THREAD_REOPENED
    _flush_and_record(action, thread, before, mark.article_id, person, fingerprint)
    return thread


def _tell(
    mark: Annotation,
    written: Comment,
    mentions: Sequence[int],
    earlier: Sequence[Comment],
    author: Person,
) -> None:
    """Whoever is named, and whoever takes part and may still see it."""
    _notify(mark, Kind.MENTIONED, mentions, author, written.id)
    part = {mark.author_id, *(one.author_id for one in earlier if one.removed_at is None)}
    may_see = {reader.id for reader in readers_of(mark)}
    _notify(mark, Kind.REPLIED, sorted(part & may_see - set(mentions)), author, written.id)


def _notify(
    mark: Annotation, kind: Kind, people: Sequence[int], author: Person, comment_id: str
) -> None:
    where = mark.project_id, mark.article_id, mark.id
    notices = (Notice(kind, one, *where, comment_id=comment_id) for one in people)
    notify(notices, actor=author.actor)


def _refuse_foreign(found: Comment, mark: Annotation, person: Person, version: int) -> None:
    if found.author_id == person.id and found.annotation_id == mark.id:
        return
    if version == 0:
        raise Conflict("This comment's identifier is taken.")
    raise NotFound("There is no such comment.")


def _refuse_stale(found: Comment, version: int) -> None:
    if found.version != version:
        raise Stale("This comment was changed meanwhile; look at it again before you change it.")


def _record(
    action: Action, found: Comment, before: Row | None, person: Person, fingerprint: str
) -> None:
    if before is not None:
        found.version += 1
    _flush_and_record(action, found, before, found.article_id, person, fingerprint)


def _flush_and_record(
    action: Action,
    row: Comment | Thread,
    before: Row | None,
    article_id: str,
    person: Person,
    fingerprint: str,
) -> None:
    db.session.flush()
    change = change_of(action, row, before=before, article_id=article_id)
    change = replace(change, request_sha256=fingerprint)
    record(row.project_id, [change], actor=person.actor)
