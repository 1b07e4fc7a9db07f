"""Who gets which answer from which address: the table that the tests of permissions read.

One row an endpoint: how it is asked, then the status for each person. Everybody asks for JSON,
so that who is signed out gets 401. Add a row with every new address; a test fails until then.
"""

from __future__ import annotations

from tests.site.audit_rows import LEADERS_VIEW
from tests.site.places import ARTICLE as ARTICLE
from tests.site.places import (
    CLAIM,
    COMMENT,
    ITSELF,
    MARK,
    MEMBER,
    NEW_MARK,
    NEW_PASSWORD,
    PROPOSAL,
    SAMPLE,
    SPEAKER,
)
from tests.site.places import SLUG as SLUG
from tests.site.rows import (
    ADMINS,
    ANYBODY,
    HANDS,
    LEADS,
    LEADS_AND_OBSERVERS,
    MEMBERS,
    NOWHERE,
    OWN,
    SIGNED_IN,
    TALKERS,
    instead,
)
from tests.site.rows import (
    PERSONAS as PERSONAS,
)
from tests.site.rows import (
    Row as Row,
)

ROWS: dict[str, Row] = {
    "adjudication.index": Row(LEADS, values=SLUG),
    "adjudication.article": Row(LEADS, values=ARTICLE),
    "adjudication.decide": Row(
        instead(LEADS, 422), "POST", {**ARTICLE, "decision_id": "{speaker_id}"}, {"version": 1}
    ),
    "adjudication.reopen": Row(
        NOWHERE, "POST", {**ARTICLE, "decision_id": "{speaker_id}"}, {"version": 1}
    ),
    "adjudication.finish": Row(instead(LEADS, 422), "POST", ARTICLE, {"version": 999}),
    "adjudication.take_up": Row(instead(LEADS, 302), "POST", ARTICLE, {"version": 999}),
    "adjudication.outcome": Row(NOWHERE, values=ARTICLE),
    "web.home": Row(instead(ANYBODY, 302)),
    "web.csrf_token": Row(ANYBODY),
    "web.health": Row(ANYBODY),
    "web.readiness": Row(ANYBODY),
    "assets.file": Row(ANYBODY, values={"version": "any", "name": "js/main.js"}),
    "languages.catalogue": Row(ANYBODY, values={"version": "any", "language": "ar"}),
    "accounts.sign_in": Row((200, 302, 302, 302, 302, 302, 302, 302)),
    "accounts.open_session": Row(
        instead(ANYBODY, 422), "POST", data={"email": "nobody@example.org", "password": "wrong"}
    ),
    # Only where a mail server is set.
    "accounts.forgotten": Row((404,) * 8),
    "accounts.send_link": Row((404,) * 8, "POST", data={"email": "nobody@example.org"}),
    "accounts.one_time": Row(ANYBODY, values={"token": "{token}"}),
    "accounts.redeem": Row(
        instead(ANYBODY, 302), "POST", values={"token": "{token}"}, data=NEW_PASSWORD
    ),
    "accounts.account": Row(SIGNED_IN),
    "accounts.rename": Row(instead(SIGNED_IN, 302), "POST", data={"name": "Somebody Else"}),
    "accounts.change_password": Row(
        instead(SIGNED_IN, 422), "POST", data={"current_password": "wrong", **NEW_PASSWORD}
    ),
    "accounts.set_language": Row(instead(SIGNED_IN, 302), "POST", data={"language": "ar"}),
    "accounts.set_languages": Row(instead(SIGNED_IN, 302), "POST", data={"reads": "en, ar"}),
    "accounts.set_theme": Row(instead(SIGNED_IN, 204), "POST", data={"theme": "dark"}),
    "accounts.sessions": Row(SIGNED_IN),
    # Nobody ends another's: the tests of accounts end their own.
    "accounts.end_session": Row(instead(SIGNED_IN, 404), "POST", {"session_id": "987654"}),
    "accounts.end_other_sessions": Row(instead(SIGNED_IN, 302), "POST"),
    "accounts.keys": Row(SIGNED_IN),
    "accounts.set_keys": Row(
        instead(SIGNED_IN, 302), "POST", data={"keys": '{{"off": true, "keys": {{}}}}'}
    ),
    "accounts.set_reading": Row(instead(SIGNED_IN, 302), "POST", data={"announces": "y"}),
    "accounts.sign_out": Row(instead(SIGNED_IN, 302), "POST"),
    "notifications.index": Row(SIGNED_IN),
    "notifications.count": Row(SIGNED_IN),
    "notifications.read_all": Row(instead(SIGNED_IN, 302), "POST", data={"newest": "1"}),
    "notifications.read": Row(instead(SIGNED_IN, 404), "POST", values={"number": "987654"}),
    "projects.index": Row(SIGNED_IN),
    "projects.new": Row(ADMINS),
    "projects.create": Row(
        instead(ADMINS, 302), "POST", data={"name": "Another desk", "slug": "another-desk"}
    ),
    "projects.front": Row(instead(MEMBERS, 302), values=SLUG),
    "people.index": Row(ADMINS),
    "people.person": Row(ADMINS, values={"user_id": "{other_id}"}),
    "people.deactivate": Row(
        instead(ADMINS, 302), "POST", {"user_id": "{other_id}"}, {"reason": "Left the desk"}
    ),
    "people.set_administrator": Row(
        instead(ADMINS, 302), "POST", {"user_id": "{other_id}"}, {"is_admin": "y"}
    ),
    "people.reactivate": Row(instead(ADMINS, 409), "POST", {"user_id": "{other_id}"}),
    "projects.members": Row(LEADS, values=SLUG),
    "projects.add_member": Row(
        instead(LEADS, 201), "POST", SLUG, {"email": "nia@example.org", "role": "reviewer"}
    ),
    "projects.member": Row(LEADS, values=MEMBER),
    "projects.change_role": Row(instead(LEADS, 302), "POST", MEMBER, {"role": "observer"}),
    "projects.removal": Row(LEADS, values=MEMBER),
    "projects.remove": Row(instead(LEADS, 302), "POST", MEMBER),
    "projects.settings": Row(LEADS, values=SLUG),
    "projects.change_settings": Row(
        instead(LEADS, 302), "POST", SLUG, {"version": "0", "wanted": "2", "sample_wanted": "2"}
    ),
    "shelving.archival": Row(LEADS, values=SLUG),
    "shelving.put_away": Row(instead(LEADS, 302), "POST", SLUG, {"reason": "The work is done."}),
    "shelving.take_out": Row(instead(LEADS, 302), "POST", SLUG),
    "shelving.trash": Row(SIGNED_IN),
    "shelving.removal": Row(LEADS, values=SLUG),
    "shelving.remove": Row(
        instead(LEADS, 302), "POST", SLUG, {"name": "Demonstration desk", "reason": "A trial."}
    ),
    "shelving.restore": Row(instead(LEADS, 302), "POST", SLUG),
    "projects.make_link": Row(instead(LEADS, 201), "POST", MEMBER),
    "guidelines.index": Row(MEMBERS, values=SLUG),
    "guidelines.version": Row(MEMBERS, values={**SLUG, "number": "1"}),
    "guidelines.new": Row(LEADS, values=SLUG),
    "guidelines.publish": Row(
        instead(LEADS, 302), "POST", SLUG, {"text": "## Claim\n\nNew words.", "publish": "y"}
    ),
    "schemes.index": Row(MEMBERS, values=SLUG),
    "schemes.version": Row(MEMBERS, values={**SLUG, "number": "2"}),
    "schemes.new": Row(LEADS, values=SLUG),
    "schemes.publish": Row(instead(LEADS, 422), "POST", SLUG, {"reason": ""}),
    "spotchecks.index": Row(LEADS, values=SLUG),
    "spotchecks.draw": Row(instead(LEADS, 422), "POST", SLUG, {"unit": "mark", "number": 0}),
    "spotchecks.show": Row(NOWHERE, values=SAMPLE),
    "spotchecks.prove": Row(NOWHERE, "POST", SAMPLE),
    "spotchecks.item": Row(NOWHERE, values={**SAMPLE, "position": "1"}),
    "spotchecks.decide": Row(NOWHERE, "POST", {**SAMPLE, "position": "1"}),
    "spotchecks.mine": Row(HANDS, values=SLUG),
    "spotchecks.told": Row(HANDS, values=ARTICLE),
    "pace.index": Row(LEADS, values=SLUG),
    "pace.mine": Row(HANDS, values=SLUG),
    "pace.signal": Row(NOWHERE, values={**SLUG, "key": "{new_id}"}),
    "pace.talk": Row(NOWHERE, "POST", {**SLUG, "key": "{new_id}"}, {"note": "We talked."}),
    "dashboards.index": Row(LEADS, values=SLUG),
    "dashboards.document": Row(LEADS, values=SLUG),
    "dashboards.articles": Row(LEADS, values=SLUG),
    "dashboards.mine": Row(HANDS, values=SLUG),
    "dashboards.made": Row(LEADS, values=SLUG),
    "dashboards.own_made": Row(HANDS, values=SLUG),
    "agreement.index": Row(LEADS_AND_OBSERVERS, values=SLUG),
    "agreement.reckon": Row(instead(LEADS_AND_OBSERVERS, 302), "POST", SLUG),
    "agreement.document": Row(LEADS_AND_OBSERVERS, values=SLUG),
    "agreement.differences": Row(LEADS_AND_OBSERVERS, values=SLUG),
    "training.index": Row(HANDS, values=SLUG),
    "training.possible": Row(LEADS, values=SLUG),
    "training.article": Row(LEADS, values=ARTICLE),
    "training.freeze": Row(instead(LEADS, 422), "POST", ARTICLE, {"origin": "gold"}),
    "training.offer": Row(NOWHERE, "POST", ARTICLE, {"state": "retired"}),
    "training.explanation": Row(
        NOWHERE, "POST", {**ARTICLE, "mark_id": "{annotation_id}"}, {"version": "0", "text": "x"}
    ),
    "training.result": Row(NOWHERE, values={**SLUG, "attempt_id": "{new_id}"}),
    "training.again": Row(NOWHERE, "POST", ARTICLE),
    "training.excuse": Row(instead(LEADS, 302), "POST", MEMBER, {"reason": "They know it."}),
    "training.repeat": Row(instead(LEADS, 409), "POST", MEMBER),
    "jobs.index": Row(MEMBERS, values=SLUG),
    "jobs.progress": Row(MEMBERS, values=SLUG),
    "captures.index": Row(LEADS, values=SLUG),
    "jobs.cancel": Row(instead(LEADS, 302), "POST", {**SLUG, "job_id": "{job_id}"}),
    "articles.index": Row(MEMBERS, values=SLUG),
    "imports.new": Row(LEADS, values=SLUG),
    "imports.index": Row(LEADS, values=SLUG),
    "imports.paste": Row(
        instead(LEADS, 302), "POST", SLUG, {"title": "A title", "text": "A title\n\nA text.\n"}
    ),
    "imports.bring": Row(instead(LEADS, 422), "POST", SLUG),
    "imports.repeats": Row(LEADS, values=SLUG),
    "imports.answer": Row(instead(LEADS, 409), "POST", SLUG, {"every": "skip", "waiting": "none"}),
    "imports.withdraw": Row(
        NOWHERE, "POST", {**SLUG, "import_id": "6b5e0f5e-0000-4000-8000-000000000000"}
    ),
    "assignments.next_article": Row(instead(HANDS, 302), "POST", SLUG),
    "assignments.handing_out": Row(instead(LEADS, 302), values=SLUG),
    "assignments.hand_out": Row(instead(LEADS, 302), "POST", SLUG),
    "assignments.plan": Row(instead(LEADS, 302), "POST", SLUG),
    "assignments.take_back": Row(
        instead(LEADS, 422), "POST", {**SLUG, "assignment_id": "{assignment_id}"}
    ),
    # fetching; it is off where these tests ask
    "fetching.new": Row(LEADS, values=SLUG),
    "fetching.create": Row(
        instead(LEADS, 422), "POST", SLUG, {"addresses": "https://page.example.com/"}
    ),
    "datasets.new": Row(LEADS, values=SLUG),
    "datasets.labels": Row(instead(LEADS, 422), "POST", SLUG),
    "datasets.mapping": Row(instead(LEADS, 422), "POST", SLUG, {"unnamed": ""}),
    "datasets.bring": Row(instead(LEADS, 422), "POST", SLUG),
    # web pages
    "webpages.new": Row(LEADS, values=SLUG),
    "webpages.create": Row(instead(LEADS, 302), "POST", SLUG, {"html": "<p>A page."}),
    "webpages.proposal": Row(LEADS, values=PROPOSAL),
    "webpages.accept": Row(instead(LEADS, 302), "POST", PROPOSAL, {"kept": "0"}),
    "webpages.discard": Row(instead(LEADS, 302), "POST", PROPOSAL),
    "speakers.index": Row(MEMBERS, values=SLUG),
    "speakers.known": Row(MEMBERS, values=SLUG),
    "speakers.new": Row(HANDS, values=SLUG),
    "speakers.create": Row(
        instead(HANDS, 302), "POST", SLUG, {"uuid": "{new_id}", "name": "Ines Marrow"}
    ),
    "speakers.show": Row(MEMBERS, values=SPEAKER),
    "speakers.edit": Row(HANDS, values=SPEAKER),
    "speakers.revise": Row(
        instead(HANDS, 302), "POST", SPEAKER, {**ITSELF, "version": "1", "name": "Ines Marrow"}
    ),
    "speakers.merging": Row(LEADS, values=SPEAKER),
    "speakers.merge": Row(
        instead(LEADS, 302),
        "POST",
        SPEAKER,
        {"version": "1", "into": "{double_id}", "into_version": "1"},
    ),
    "speakers.unmerge": Row(
        instead(LEADS, 302), "POST", {**SLUG, "speaker_id": "{merged_id}"}, {"version": "2"}
    ),
    "revisions.index": Row(MEMBERS, values=ARTICLE),
    "trash.index": Row(LEADS, values=SLUG),
    "trash.article": Row(LEADS, values=ARTICLE),
    "trash.move": Row(instead(LEADS, 302), "POST", ARTICLE, {"reason": "It came in twice."}),
    "trash.restore": Row(instead(LEADS, 302), "POST", ARTICLE),
    "revisions.correction": Row(LEADS, values=ARTICLE),
    "revisions.correct": Row(
        instead(LEADS, 422), "POST", values=ARTICLE, data={"text": "x", "correct": "1"}
    ),
    "revisions.changes": Row(NOWHERE, values={**ARTICLE, "number": "1"}),
    "revisions.settle": Row(
        NOWHERE, "POST", values={**SLUG, "carry_id": "00000000-0000-4000-8000-000000000000"}
    ),
    "workspace.elsewhere": Row((401, 404, 404, 404, 404, 200, 200, 200), values=MARK),
    "workspace.compare": Row(MEMBERS, values=ARTICLE),
    "workspace.past": Row(NOWHERE, values={**ARTICLE, "number": "1"}),
    "workspace.article": Row(MEMBERS, values=ARTICLE),
    "workspace.annotations": Row(MEMBERS, values=ARTICLE),
    "workspace.save": Row(
        instead(HANDS, 201), "POST", {**MARK, "annotation_id": "{new_id}"}, NEW_MARK
    ),
    "workspace.remove": Row(OWN, "POST", MARK, {"version": "1"}),
    "workspace.restore": Row(instead(OWN, 422), "POST", MARK, {"version": "1"}),
    "workspace.opening": Row(HANDS, "POST", ARTICLE),
    "workspace.start_review": Row(instead(HANDS, 302), "POST", ARTICLE),
    "workspace.submission": Row(HANDS, "POST", ARTICLE, {"read_to_end": "y"}),
    "workspace.supervise_article": Row(instead(LEADS, 302), "POST", ARTICLE),
    "workspace.supervise_project": Row(instead(LEADS, 302), "POST", SLUG),
    "workspace.withdrawal": Row(
        (401, 404, 404, 404, 422, 200, 422, 422),
        "POST",
        {**ARTICLE, "article_id": "{submitted_id}"},
    ),
    "workspace.return_assignment": Row(
        instead(LEADS, 302),
        "POST",
        {**SLUG, "assignment_id": "{assignment_id}"},
        {"reason": "The second claim has no source."},
    ),
    "comments.thread": Row(TALKERS, values=MARK),
    "comments.save": Row(
        instead(TALKERS, 201),
        "POST",
        {**MARK, "comment_id": "{new_id}"},
        {"version": "0", "text": "Is this the whole figure?"},
    ),
    "comments.remove": Row(NOWHERE, "POST", COMMENT, {"version": "1"}),
    "comments.restore": Row(NOWHERE, "POST", COMMENT, {"version": "1"}),
    # Nobody has written anything there.
    "comments.resolve": Row(instead(TALKERS, 422), "POST", MARK, {"version": "0"}),
    "comments.reopen": Row(instead(TALKERS, 422), "POST", MARK, {"version": "0"}),
    "claims.index": Row(MEMBERS, values=SLUG),
    "claims.claim": Row((401, 404, 404, 404, 404, 200, 200, 200), values=CLAIM),
    "claimreview.index": Row(LEADS, values=SLUG),
    "claimreview.say": Row(
        instead(LEADS, 302), "POST", SLUG, {"name": "Harbour Desk", "seen": "{stamp}"}
    ),
    # A feed that nobody opened; those tests have one that somebody did.
    "claimreview.atom": Row(LEADS_AND_OBSERVERS, values=SLUG),
    "claimreview.json": Row(LEADS_AND_OBSERVERS, values=SLUG),
    **LEADERS_VIEW,
}
