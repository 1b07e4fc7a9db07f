"""The first schema, and the fences that keep the audit trail and the judgements append-only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from annotator.db import UUID, UTCTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

#: In the order of their making: no table refers to a later one.
TABLES = (
    "user",
    "session",
    "one_time_link",
    "sign_in_attempt",
    "project",
    "membership",
    "scheme_version",
    "event",
    "article",
    "revision",
    "assignment",
    "annotation",
    "fragment",
    "claim",
    "source",
    "verdict",
)

#: Rows of these are written once: the database refuses to change or delete one.
FENCED = ("event", "verdict", "revision")
REFUSAL = "the audit trail is append-only"


def upgrade() -> None:
    _create_accounts()
    _create_projects()
    _create_audit_trail()
    _create_articles()
    _create_annotations()
    if op.get_bind().dialect.name == "sqlite":
        _fence_sqlite()
    else:
        _fence_postgresql()


def downgrade() -> None:
    # The fences go with their tables, and on PostgreSQL the function they call after them.
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")


def _fence_sqlite() -> None:
    # REPLACE deletes the row that stands in its way, and that fires the DELETE trigger because
    # every connection sets recursive_triggers.
    for table in FENCED:
        for verb in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{verb} BEFORE {verb.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )


def _fence_postgresql() -> None:
    # The path is pinned, so that nobody can slip in functions of the same name.
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql "
        "SET search_path = pg_catalog, pg_temp AS $$ BEGIN "
        f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'; END $$"
    )
    for table in FENCED:
        op.execute(
            f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_refuses_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def _create_accounts() -> None:
    op.create_table(
        "user",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("email", sa.String),
        sa.Column("email_key", sa.String),
        sa.Column("password_hash", sa.String),
        sa.Column("is_admin", sa.Boolean, server_default=sa.false(), nullable=False),
        sa.Column("is_active", sa.Boolean, server_default=sa.true(), nullable=False),
        sa.Column("theme", _enum("theme", "auto", "light", "dark"), nullable=False),
        sa.Column("created_at", UTCTime, nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_user_name_given")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("email_key", name=op.f("uq_user_email_key")),
    )
    op.create_table(
        "session",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("token_sha256", sa.String, nullable=False),
        sa.Column("user_id", sa.Integer, nullable=False),
        sa.Column("created_at", UTCTime, nullable=False),
        sa.Column("seen_at", UTCTime, nullable=False),
        sa.Column("ended_at", UTCTime),
        sa.Column("address", sa.String),
        sa.Column("agent", sa.String),
        _refers("session", "user_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_session_token_sha256")),
    )
    op.create_index("ix_session_user_id", "session", ["user_id"])
    op.create_table(
        "one_time_link",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("token_sha256", sa.String, nullable=False),
        sa.Column("user_id", sa.Integer, nullable=False),
        sa.Column("created_at", UTCTime, nullable=False),
        sa.Column("expires_at", UTCTime, nullable=False),
        sa.Column("used_at", UTCTime),
        _refers("one_time_link", "user_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_link")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_one_time_link_token_sha256")),
    )
    op.create_index("ix_one_time_link_user_id", "one_time_link", ["user_id"])
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("at", UTCTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    op.create_index("ix_sign_in_attempt_key_at", "sign_in_attempt", ["key", "at"])


def _create_projects() -> None:
    op.create_table(
        "project",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("slug", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("created_at", UTCTime, nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_project_name_given")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("slug", name=op.f("uq_project_slug")),
    )
    op.create_table(
        "membership",
        sa.Column("project_id", sa.Integer, nullable=False),
        sa.Column("user_id", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("role", _enum("role", "reviewer", "lead", "observer"), nullable=False),
        sa.Column("joined_at", UTCTime, nullable=False),
        sa.Column("removed_at", UTCTime),
        sa.CheckConstraint("number >= 1", name=op.f("ck_membership_number_counts_from_one")),
        _refers("membership", "project_id", "project"),
        _refers("membership", "user_id", "user"),
        sa.PrimaryKeyConstraint("project_id", "user_id", name=op.f("pk_membership")),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_membership_project_id_number")),
    )
    op.create_index("ix_membership_user_id", "membership", ["user_id"])
    op.create_table(
        "scheme_version",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("project_id", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("ratings", sa.Text, nullable=False),
        sa.Column("created_at", UTCTime, nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_scheme_version_number_counts_from_one")),
        _refers("scheme_version", "project_id", "project"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme_version")),
        sa.UniqueConstraint(
            "project_id", "number", name=op.f("uq_scheme_version_project_id_number")
        ),
    )


def _create_audit_trail() -> None:
    op.create_table(
        "event",
        sa.Column("project_id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("at", UTCTime, nullable=False),
        sa.Column("actor_id", sa.Integer),
        sa.Column("actor_name", sa.String, nullable=False),
        sa.Column("via", sa.String, nullable=False),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("target", sa.String, nullable=False),
        sa.Column("target_id", sa.String, nullable=False),
        sa.Column("target_version", sa.Integer),
        sa.Column("article_id", UUID),
        sa.Column("request_sha256", sa.String),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
        sa.Column("prev_hash", sa.String, nullable=False),
        sa.Column("hash", sa.String, nullable=False),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_event_seq_counts_from_one")),
        _refers("event", "actor_id", "user"),
        _refers("event", "project_id", "project"),
        sa.PrimaryKeyConstraint("project_id", "seq", name=op.f("pk_event")),
    )
    op.create_index("ix_event_actor", "event", ["project_id", "actor_id", "seq"])
    op.create_index("ix_event_article", "event", ["project_id", "article_id", "seq"])
    op.create_index("ix_event_target", "event", ["project_id", "target_id", "seq"])


def _create_articles() -> None:
    op.create_table(
        "article",
        sa.Column("id", UUID, nullable=False),
        sa.Column("project_id", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("external_id", sa.String),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("title_key", sa.String, nullable=False),
        sa.Column("url", sa.String),
        sa.Column("byline", sa.String),
        sa.Column("publisher", sa.String),
        sa.Column("published_on", sa.Date),
        sa.Column("language", sa.String),
        sa.Column("origin", sa.Text),
        sa.Column("created_at", UTCTime, nullable=False),
        sa.Column("created_by", sa.Integer),
        sa.CheckConstraint("title <> ''", name=op.f("ck_article_title_given")),
        _refers("article", "created_by", "user"),
        _refers("article", "project_id", "project"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
        sa.UniqueConstraint(
            "project_id", "external_id", name=op.f("uq_article_project_id_external_id")
        ),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_article_project_id_number")),
    )
    op.create_index("ix_article_title_key", "article", ["project_id", "title_key"])
    op.create_table(
        "revision",
        sa.Column("id", UUID, nullable=False),
        sa.Column("project_id", sa.Integer, nullable=False),
        sa.Column("article_id", UUID, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("canonical", sa.String, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("text_sha256", sa.String, nullable=False),
        sa.Column("layout", sa.Text, nullable=False),
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("words", sa.Integer, nullable=False),
        sa.Column("source_sha256", sa.String),
        sa.Column("created_at", UTCTime, nullable=False),
        sa.CheckConstraint("length >= 1", name=op.f("ck_revision_text_given")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_revision_number_counts_from_one")),
        _refers("revision", "article_id", "article"),
        _refers("revision", "project_id", "project"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("article_id", "number", name=op.f("uq_revision_article_id_number")),
    )
    op.create_table(
        "assignment",
        sa.Column("id", UUID, nullable=False),
        sa.Column("project_id", sa.Integer, nullable=False),
        sa.Column("article_id", UUID, nullable=False),
        sa.Column("reviewer_id", sa.Integer, nullable=False),
        sa.Column(
            "state",
            _enum("state", "assigned", "started", "submitted", "returned", "released"),
            nullable=False,
        ),
        sa.Column("created_at", UTCTime, nullable=False),
        sa.Column("started_at", UTCTime),
        sa.Column("submitted_at", UTCTime),
        sa.Column("nothing_to_mark", sa.Boolean),
        sa.Column("return_reason", sa.String),
        sa.Column("version", sa.Integer, nullable=False),
        sa.CheckConstraint(
            "(state = 'submitted') = (submitted_at IS NOT NULL)",
            name=op.f("ck_assignment_submitted_has_its_time"),
        ),
        sa.CheckConstraint(
            "state <> 'returned' OR return_reason IS NOT NULL",
            name=op.f("ck_assignment_returned_says_why"),
        ),
        sa.CheckConstraint(
            "nothing_to_mark IS NULL OR submitted_at IS NOT NULL",
            name=op.f("ck_assignment_nothing_only_when_submitted"),
        ),
        _refers("assignment", "article_id", "article"),
        _refers("assignment", "project_id", "project"),
        _refers("assignment", "reviewer_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint(
            "article_id", "reviewer_id", name=op.f("uq_assignment_article_id_reviewer_id")
        ),
    )
    op.create_index("ix_assignment_reviewer_id", "assignment", ["reviewer_id"])


def _create_annotations() -> None:
    op.create_table(
        "annotation",
        sa.Column("id", UUID, nullable=False),
        sa.Column("project_id", sa.Integer, nullable=False),
        sa.Column("article_id", UUID, nullable=False),
        sa.Column("revision_id", UUID, nullable=False),
        sa.Column("author_id", sa.Integer, nullable=False),
        sa.Column("layer", _enum("layer", "reviewer", "gold"), nullable=False),
        sa.Column("label", _enum("label", "claim", "quote", "context"), nullable=False),
        sa.Column("note", sa.Text),
        sa.Column("origin", sa.Text),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", UTCTime, nullable=False),
        sa.Column("updated_at", UTCTime, nullable=False),
        sa.Column("removed_at", UTCTime),
        sa.CheckConstraint("version >= 1", name=op.f("ck_annotation_version_counts_from_one")),
        _refers("annotation", "article_id", "article"),
        _refers("annotation", "author_id", "user"),
        _refers("annotation", "project_id", "project"),
        _refers("annotation", "revision_id", "revision"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annotation")),
    )
    op.create_index("ix_annotation_article", "annotation", ["article_id", "author_id"])
    op.create_index("ix_annotation_author_id", "annotation", ["author_id"])
    op.create_index("ix_annotation_project", "annotation", ["project_id", "article_id"])
    op.create_table(
        "fragment",
        sa.Column("annotation_id", UUID, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("project_id", sa.Integer, nullable=False),
        sa.Column("part", _enum("part", "content", "cue", "speaker"), nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("exact", sa.Text, nullable=False),
        sa.CheckConstraint("exact <> ''", name=op.f("ck_fragment_exact_given")),
        sa.CheckConstraint(
            '0 <= "start" AND "start" < "end"', name=op.f("ck_fragment_start_before_end")
        ),
        _refers("fragment", "annotation_id", "annotation"),
        _refers("fragment", "project_id", "project"),
        sa.PrimaryKeyConstraint("annotation_id", "position", name=op.f("pk_fragment")),
    )
    op.create_table(
        "claim",
        sa.Column("annotation_id", UUID, nullable=False),
        sa.Column("project_id", sa.Integer, nullable=False),
        sa.Column("wording", sa.Text),
        sa.Column("pending_rating", sa.String),
        sa.Column("pending_rationale", sa.Text),
        sa.Column("pending_verdict_id", UUID),
        sa.Column("stale_reason", _enum("stale_reason", "wording", "evidence", "revision")),
        sa.CheckConstraint(
            "(pending_rating IS NULL) = (pending_verdict_id IS NULL)",
            name=op.f("ck_claim_pending_is_whole"),
        ),
        _refers("claim", "annotation_id", "annotation"),
        _refers("claim", "project_id", "project"),
        sa.PrimaryKeyConstraint("annotation_id", name=op.f("pk_claim")),
    )
    op.create_table(
        "source",
        sa.Column("id", UUID, nullable=False),
        sa.Column("project_id", sa.Integer, nullable=False),
        sa.Column("annotation_id", UUID, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("url", sa.String, nullable=False),
        sa.Column("title", sa.String),
        sa.Column("publisher", sa.String),
        sa.Column("published_on", sa.Date),
        sa.Column("stance", _enum("stance", "supports", "refutes", "context")),
        sa.Column("excerpt", sa.Text),
        sa.Column("is_article", sa.Boolean, nullable=False),
        sa.Column("added_by", sa.Integer, nullable=False),
        sa.Column("added_at", UTCTime, nullable=False),
        sa.Column("removed_at", UTCTime),
        sa.CheckConstraint("url <> ''", name=op.f("ck_source_url_given")),
        sa.CheckConstraint("position >= 1", name=op.f("ck_source_position_counts_from_one")),
        _refers("source", "added_by", "user"),
        _refers("source", "annotation_id", "annotation"),
        _refers("source", "project_id", "project"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
    )
    op.create_index("ix_source_annotation", "source", ["annotation_id", "position"])
    op.create_table(
        "verdict",
        sa.Column("id", UUID, nullable=False),
        sa.Column("project_id", sa.Integer, nullable=False),
        sa.Column("annotation_id", UUID, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("scheme_version_id", sa.Integer, nullable=False),
        sa.Column("rating", sa.String, nullable=False),
        sa.Column("decisive", sa.Boolean, nullable=False),
        sa.Column("rationale", sa.Text),
        sa.Column("decided_by", sa.Integer, nullable=False),
        sa.Column("decided_at", UTCTime, nullable=False),
        sa.CheckConstraint(
            "NOT decisive OR (rationale IS NOT NULL AND rationale <> '')",
            name=op.f("ck_verdict_decisive_says_why"),
        ),
        sa.CheckConstraint("position >= 1", name=op.f("ck_verdict_position_counts_from_one")),
        _refers("verdict", "annotation_id", "annotation"),
        _refers("verdict", "decided_by", "user"),
        _refers("verdict", "project_id", "project"),
        _refers("verdict", "scheme_version_id", "scheme_version"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdict")),
        sa.UniqueConstraint(
            "annotation_id", "position", name=op.f("uq_verdict_annotation_id_position")
        ),
    )


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _refers(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete="RESTRICT")
