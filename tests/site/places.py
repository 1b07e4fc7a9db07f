"""What the addresses of the table are filled with: names in braces are things of the project."""

from __future__ import annotations

from tests.workspace.marks import TEXT, fields_of

SLUG = {"slug": "{slug}"}
ARTICLE = {**SLUG, "article_id": "{article_id}"}
MARK = {**ARTICLE, "annotation_id": "{annotation_id}"}
STORY = {**SLUG, "kind": "annotation", "key": "{annotation_id}"}
MARKS_EVENT = {**STORY, "sha256": "{annotation_hash}"}
COMMENT = {**MARK, "comment_id": "{new_id}"}
CLAIM = {**SLUG, "claim_id": "{annotation_id}"}
PROPOSAL = {**SLUG, "proposal_id": "{proposal_id}"}
SPEAKER = {**SLUG, "speaker_id": "{speaker_id}"}
ITSELF = {"uuid": "{speaker_id}"}
RELEASE = {**SLUG, "name": "first", "version": "1"}
SAMPLE = {**SLUG, "number": "1"}
EVENTS = {**SLUG, "sample_id": "{new_id}"}
MEMBER = {**SLUG, "user_id": "{other_id}"}
NEW_MARK = fields_of(TEXT, "two years")
NEW_PASSWORD = {"password": "four unrelated words", "again": "four unrelated words"}
