"""What the matrix asks: every address of the table, what searches and looks back, every file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

from flask import Flask
from werkzeug.test import TestResponse

from annotator.clock import now
from tests.blind.desk import Desk
from tests.blind.learning import asked_of_training
from tests.site.table import ARTICLE, ROWS, SLUG, Row
from tests.site.test_permissions import ask
from tests.visitor import Visitor

#: After all that is made before the clock is stopped: what is not there yet is not known either.
_TODAY = now().date() + timedelta(days=1)
MOMENT = f"{_TODAY}T12:00:00Z"
#: Asked beside the rows of the table: what searches, filters, looks back and takes out.
DAY = f"?known_on={MOMENT}"
QUERIES: dict[str, tuple[str, ...]] = {
    "articles.index": (DAY, "?state=submitted", "?state=untouched", "?q=Dam"),
    "claims.index": (DAY, "?q=xwordingx", "?rating=refuted", "?state=published", "?state=pending",
                     "?person={other_id}", "?speaker={rosas_speaker}"),
    "claims.claim": (DAY,), "spotchecks.index": ("?before=9",),
    **dict.fromkeys(("pace.index", "pace.mine"), ("?talked=1",)),
    "speakers.index": (DAY, "?q=xspeakerx"),
    "workspace.article": (DAY, "?reviewer={other_id}", f"?reviewer={{other_id}}&known_on={_TODAY}",
                          "?as_of=9"),
    **dict.fromkeys(("workspace.annotations", "workspace.past"), ("?reviewer={other_id}",)),
    "workspace.compare": ("?reviewer={other_id}",
                          f"?reviewer={{other_id}}&before=1&after={MOMENT}",
                          f"?reviewer={{other_id}}&before={_TODAY}&after={MOMENT}",
                          f"?before={MOMENT}&after={MOMENT}"),
    "dashboards.made": ("?what=verdicts", "?what=submitted", "?person=2", "?label=claim"),
    "dashboards.own_made": ("?what=verdicts", "?what=submitted", "?person=2"),
    "dashboards.articles": ("?stage=waiting&least=0", "?stage=submitted"),
    "audit.index": ("?person={other_id}", "?action=verdict.", "?article=Dam",
                    "?label=claim", "?field=rating", "?way=import"),
    "audit.samples": ("?before=9",),
    "proofs.head": ("?event=3",),
    "claimreview.index": (DAY,),
    "claimreview.atom": (DAY,),
    "claimreview.json": (DAY,),
    "jobs.index": ("?routine=1",),
}  # fmt: skip
_EXPORTS: tuple[dict[str, str], ...] = (
    *({"kind": "jsonl", "unit": unit, "layer": "all"} for unit in ("article", "span", "claim")),
    {"kind": "jsonl", "unit": "article", "revisions": "all", "layer": "all"},
    {"kind": "jsonl", "unit": "article", "names": "y"},
    {"kind": "jsonl", "unit": "article", "known_on": MOMENT},
    {"kind": "jsonl", "unit": "claim", "speaker": "{rosas_speaker}"},
    *({"kind": kind} for kind in ("brat", "averitec", "claimreview")),
    *(
        {"kind": "jsonl", "unit": "article", "layer": "all", **chosen}
        for chosen in (
            {"label": "claim"},
            {"rating": "refuted"},
            {"rating": "none"},
            {"state": "submitted"},
            {"state": "started", "layer": "gold"},
            {"person": "r1"},
            {"person": "r2"},
            {"person": "r3"},
            {"person": "r4"},
            {"marked_from": f"{_TODAY}"},
            {"language": "en"},
            {"rating": "refuted", "known_on": MOMENT},
        )
    ),
)
#: Rows whose thing is of another page, or that ask about this desk's.
INSTEAD = {
    "revisions.changes": Row(ROWS["revisions.changes"].statuses, values={**ARTICLE, "number": "2"}),
    "workspace.past": Row(ROWS["workspace.past"].statuses, values={**ARTICLE, "number": "1"}),
    "revisions.correct": replace(
        ROWS["revisions.correct"], data={"text": "The dam.\n", "preview": "1", "based_on": "2"}
    ),
}
#: Asked of the article that was adjudicated too.
_SETTLED = (
    *("adjudication.article", "adjudication.outcome", "workspace.article"),
    *("workspace.annotations", "spotchecks.told"),
)
#: What ends the session, or is for who has none.
NOBODYS = ("accounts.one_time", "accounts.redeem", "accounts.sign_out")


def asked(
    app: Flask, browser: Visitor, desk: Desk, restore: Callable[[], None]
) -> Iterator[tuple[str, TestResponse]]:
    """Every address, asked as the table says and with its queries; with a name for each."""
    signed_in = browser.cookie()
    for endpoint, row in {**ROWS, **INSTEAD}.items():
        if endpoint not in NOBODYS:
            yield endpoint, ask(browser, app, endpoint, row, desk.things)
            if row.method != "GET":
                restore()
                # Some answers go on in a session of their own, which is gone with what they did.
                if signed_in is not None:
                    browser.replay(signed_in)
    yield from asked_of_training(app, browser, desk, restore)
    yield from asked_of_settled(app, browser, desk)
    for name, path in paths(app, desk):
        yield name, browser.get(path)
    for data in _EXPORTS:
        for endpoint in ("export.download", "export.losses", "export.counts"):
            row = Row(ROWS[endpoint].statuses, "POST", SLUG, data)
            yield f"{endpoint} {data}", ask(browser, app, endpoint, row, desk.things)
            restore()


def paths(app: Flask, desk: Desk) -> Iterator[tuple[str, str]]:
    """The further addresses that pages lead to, with a name for each."""
    with app.test_request_context():
        for endpoint, queries in QUERIES.items():
            row = INSTEAD.get(endpoint, ROWS[endpoint])
            values = {key: text.format_map(desk.things) for key, text in row.values.items()}
            for query in queries:
                path = app.url_for(endpoint, **values) + query.format_map(desk.things)
                yield f"{endpoint}{query}", path
    for name in sorted(desk.things):
        if name.startswith("own_"):
            path = "/projects/{slug}/articles/{article_id}/annotations/{own}/elsewhere"
            yield f"elsewhere {name}", path.format_map({**desk.things, "own": desk.things[name]})


def asked_of_settled(
    app: Flask, browser: Visitor, desk: Desk
) -> Iterator[tuple[str, TestResponse]]:
    """The addresses of that article; with a name for each."""
    things = {**desk.things, "article_id": desk.things["settled_id"]}
    for endpoint in _SETTLED:
        yield f"{endpoint} of settled", ask(browser, app, endpoint, ROWS[endpoint], things)
