"""Why readers are told that a check is withdrawn: the reason for them, and the one for the desk."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from annotator.errors import Remark, Words


class Withdrawal(StrEnum):
    """What ended a check that readers had been told of."""

    #: Somebody took it back, and said why.
    VOID = "void"
    ANEW = "anew"
    HANDED_BACK = "handed_back"
    REMOVED = "removed"
    TEXT = "text"
    WORDS = "words"
    RATING_IN_WORDS = "rating_in_words"
    SCALE = "scale"
    REPLACED = "replaced"
    OTHERWISE = "otherwise"


_WORKED_ON = Words("This check was withdrawn: it is being worked on.")
_ANEW = Words("This check was withdrawn: the claim is being judged anew.")
#: What stands for a reason where nobody gave one. It says nothing of who did what.
PUBLIC: Mapping[Withdrawal, Words] = {
    Withdrawal.ANEW: _ANEW,
    Withdrawal.HANDED_BACK: _WORKED_ON,
    Withdrawal.REMOVED: Words("This check was withdrawn: the claim is not checked any more."),
    Withdrawal.TEXT: Words(
        "This check was withdrawn: the article was corrected, and the claim does not stand in it"
        " any more."
    ),
    Withdrawal.WORDS: Words(
        "This check was withdrawn: the words of the claim changed, and its verdict has to be"
        " confirmed."
    ),
    Withdrawal.RATING_IN_WORDS: _WORKED_ON,
    Withdrawal.SCALE: _WORKED_ON,
    Withdrawal.REPLACED: Words(
        "This check was withdrawn: another check of the same claim stands in its place."
    ),
    Withdrawal.OTHERWISE: _ANEW,
}


def remark_of(why: Withdrawal) -> Remark:
    """What the desk is told of it, with what brings the check back."""
    return _of_work(why) or _of_words(why) or _of_gold(why)


def _of_work(why: Withdrawal) -> Remark | None:
    if why is Withdrawal.ANEW:
        return Remark(
            "Readers are told that this check is withdrawn, since its newest verdict is a"
            " draft: whoever judged the claim says when it is published."
        )
    if why is Withdrawal.HANDED_BACK:
        return Remark(
            "Readers are told that this check is withdrawn, until the work on its article is"
            " submitted again."
        )
    return None


def _of_words(why: Withdrawal) -> Remark | None:
    if why is Withdrawal.TEXT:
        return Remark(
            "Readers are told that this check is withdrawn, since the claim does not stand in the"
            " newest text of its article: say where it stands there."
        )
    if why is Withdrawal.WORDS:
        return Remark(
            "Readers are told that this check is withdrawn, since its words changed after the"
            " verdict was given: confirm the verdict, or give another one."
        )
    if why is Withdrawal.RATING_IN_WORDS:
        return Remark(
            "Readers are told that this check is withdrawn, since its words have the rating in"
            " them: give it a short form that leaves the rating to the rating."
        )
    if why is Withdrawal.SCALE:
        return Remark(
            "Readers are told that this check is withdrawn, since the numbers of the scale that its"
            " verdict was given on run the wrong way: a lead turns them round, and then the verdict"
            " is given again."
        )
    return None


def _of_gold(why: Withdrawal) -> Remark:
    if why is Withdrawal.REPLACED:
        return Remark(
            "Readers are told that this check is withdrawn, and which adjudicated check stands in"
            " its place."
        )
    if why is Withdrawal.OTHERWISE:
        return Remark(
            "Readers are told that this check is withdrawn, since adjudication came to something"
            " else that is not published: decide anew, with what readers are to be told."
        )
    return Remark(
        "Readers are told that this check is withdrawn, since the claim was deleted, is no claim"
        " any more, or its decision was reopened: bring it back, and they are told of it again."
    )
