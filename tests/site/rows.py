"""What a row of the table of permissions is: how an address is asked, and who gets which status."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: The columns of a row. `outsider` leads another project; `lead` and `reviewer` belong to
#: this one; `other` is a reviewer of this one who has done nothing on the article.
PERSONAS = ("nobody", "stranger", "outsider", "observer", "other", "reviewer", "lead", "admin")

Statuses = tuple[int, int, int, int, int, int, int, int]

#                      nobody str  out  obs  oth  rev  lead admin
ANYBODY: Statuses = (200, 200, 200, 200, 200, 200, 200, 200)
SIGNED_IN: Statuses = (401, 200, 200, 200, 200, 200, 200, 200)
MEMBERS: Statuses = (401, 404, 404, 200, 200, 200, 200, 200)
LEADS: Statuses = (401, 404, 404, 404, 404, 404, 200, 200)
LEADS_AND_OBSERVERS: Statuses = (401, 404, 404, 200, 404, 404, 200, 200)
#: Whoever may mark articles: reviewers and leads, each in a layer of their own.
HANDS: Statuses = (401, 404, 404, 404, 200, 200, 200, 200)
#: Marks are changed by who made them, and by no lead.
OWN: Statuses = (401, 404, 404, 404, 404, 200, 404, 404)
#: Who may see a reviewer's mark that is not submitted, talks about it.
TALKERS: Statuses = (401, 404, 404, 404, 404, 200, 200, 200)
#: What is not there in the prepared project: the tests of its feature have it.
NOWHERE: Statuses = (401, 404, 404, 404, 404, 404, 404, 404)
ADMINS: Statuses = (401, 404, 404, 404, 404, 404, 404, 200)


def instead(statuses: Statuses, status: int) -> Statuses:
    """The same people, answered with another status than 200."""
    return tuple(status if old == 200 else old for old in statuses)  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class Row:
    """How an address is asked, and who gets which status.

    `values` fill the address and `data` the form; a name in braces stands for something of the
    prepared project (`{article_id}`), as `tests/site/test_permissions.py` makes it.
    """

    statuses: Statuses
    method: str = "GET"
    values: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)
