"""What must hold of a source, whichever way it came in, and which of its fields a verdict feels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import orjson

from annotator.errors import Invalid
from annotator.projects.definition import Definition
from annotator.sources.models import AnswerType, Source

#: A verdict goes stale when one of these changes: what a source says, whether it counts, and
#: with which others it counts as one. The rest tells where it was found and who made it.
BEARING = (
    "url",
    "stance",
    "excerpt",
    "question",
    "answer",
    "answer_type",
    "boolean_explanation",
    "set_number",
    "same_origin_as",
    "flags",
    "removed_at",
)


#: What a project may ask of every source, by the columns that say it; one of them is enough.
ASKED = {
    "title": ("title",),
    "excerpt": ("excerpt",),
    "publisher": ("publisher",),
    "published_on": ("published_on",),
    "retrieved_on": ("retrieved_on",),
    "archive": ("archive_url",),
    "location": ("location",),
    "medium": ("medium",),
    "question": ("question",),
    "set": ("set_number",),
    "same_origin_as": ("same_origin_as",),
    "primary": ("is_primary",),
    "expert": ("expert", "affiliation", "interest"),
    "flags": ("flags",),
}


def unsaid(source: Source, wanted: Iterable[str]) -> tuple[str, ...]:
    """Which of these fields (keys of `ASKED`) a source says nothing of."""
    return tuple(
        field
        for field in wanted
        if all(getattr(source, column) in (None, "") for column in ASKED[field])
    )


def is_evidence(source: Source) -> bool:
    """Whether it counts: it is in force, has a link, and is not the article itself.

    A question that found no answer is no evidence, whatever was looked at for it.
    """
    return (
        source.removed_at is None
        and source.url is not None
        and not source.is_article
        and source.answer_type is not AnswerType.UNANSWERABLE
    )


def flags_of(source: Source) -> list[str]:
    """The ids of its flags."""
    return flags_from_json(source.flags)


def flags_from_json(stored: str | None) -> list[str]:
    """The ids of the flags, from how they are stored."""
    found: list[str] = [] if stored is None else orjson.loads(stored)
    return found


def flags_to_json(flags: Iterable[str], definition: Definition) -> str | None:
    """The flags as they are stored, in the scheme's order; raises `Invalid` for an unknown one."""
    wanted, known = set(flags), definition.known("flags")
    for flag in sorted(wanted - known.keys()):
        raise Invalid("“%(flag)s” is not a flag of this project.", "flags", flag=flag)
    return orjson.dumps([flag for flag in known if flag in wanted]).decode() if wanted else None


def check_whole(source: Source) -> None:
    """Raise `Invalid` for a source without a link that is not a question without an answer."""
    if source.url is not None:
        return
    if source.answer_type is not AnswerType.UNANSWERABLE:
        raise Invalid("A source needs a link, unless its question found no answer.", "url")
    if source.question is None:
        raise Invalid("Say which question found no answer.", "question")


def check_medium(medium: str | None, definition: Definition) -> None:
    """Raise `Invalid` for a medium that the project does not know."""
    if medium is not None and medium not in definition.known("media"):
        raise Invalid("“%(medium)s” is not a medium of this project.", "medium", medium=medium)


def check_origin(source: Source, siblings: Sequence[Source]) -> None:
    """Raise `Invalid` unless what it comes from the same place as is another one in force."""
    wanted = source.same_origin_as
    if wanted is None:
        return
    # One that is removed itself may name another that is; it cannot name what was never there.
    is_gone = source.removed_at is not None
    others = {
        one.id for one in siblings if (is_gone or one.removed_at is None) and one is not source
    }
    if wanted not in others:
        raise Invalid(
            "The same origin is another source of this claim, one that is not removed.",
            "same_origin_as",
        )
