"""The rows of the table that are about looking back and taking out: audit, history, export."""

from __future__ import annotations

from tests.site.places import EVENTS, MARK, MARKS_EVENT, RELEASE, SLUG, STORY
from tests.site.rows import ANYBODY, LEADS, LEADS_AND_OBSERVERS, NOWHERE, OWN, Row, instead

LEADERS_VIEW: dict[str, Row] = {
    "audit.index": Row(LEADS, values=SLUG),
    "audit.samples": Row(LEADS, values=SLUG),
    "audit.draw": Row(instead(LEADS, 302), "POST", SLUG, {"size": "3"}),
    "audit.sample": Row(NOWHERE, values=EVENTS),
    "audit.find": Row(NOWHERE, "POST", {**EVENTS, "position": "1"}),
    "audit.redraw": Row(NOWHERE, "POST", EVENTS),
    "audit.sample_file": Row(NOWHERE, "POST", EVENTS),
    "audit.download": Row(LEADS, "POST", SLUG),
    "audit.event": Row(LEADS, values={**SLUG, "seq": "12"}),
    "history.story": Row((401, 404, 404, 404, 404, 200, 200, 200), values=STORY),
    "history.restoration": Row(OWN, values=MARKS_EVENT),
    # As it was then is as it is.
    "history.restore": Row(instead(OWN, 422), "POST", MARKS_EVENT, {"seen": "{annotation_hash}"}),
    "audit.mark_history": Row((401, 404, 404, 404, 404, 200, 200, 200), values=MARK),
    "proofs.index": Row(LEADS, values=SLUG),
    "proofs.head": Row(LEADS, values=SLUG),
    "proofs.check": Row(instead(LEADS, 302), "POST", SLUG),
    "export.index": Row(LEADS_AND_OBSERVERS, values=SLUG),
    "export.download": Row(LEADS_AND_OBSERVERS, "POST", SLUG, {"unit": "article"}),
    "export.losses": Row(LEADS_AND_OBSERVERS, "POST", SLUG, {"kind": "averitec"}),
    "export.counts": Row(LEADS_AND_OBSERVERS, "POST", SLUG, {"kind": "jsonl", "label": "claim"}),
    "export.schema": Row(ANYBODY, values={"name": "article-1"}),
    "releases.index": Row(LEADS_AND_OBSERVERS, values=SLUG),
    "releases.new": Row(LEADS, values=SLUG),
    "releases.make": Row(instead(LEADS, 302), "POST", SLUG, {"name": "first", "units": "claim"}),
    "releases.show": Row(NOWHERE, values=RELEASE),
    "releases.file": Row(NOWHERE, values={**RELEASE, "path": "README.md"}),
    "releases.compare": Row(NOWHERE, values={**RELEASE, "earlier": "1"}),
    "releases.withdraw": Row(NOWHERE, "POST", RELEASE, {"why": "Wrong."}),
}
