"""Training articles: their known answers, what people made of them, and the project's rule."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from annotator.db import UUID, UTCTime

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_COUNTS = ("known", "marked", "exact", "overlapping", "labelled", "judged", "agreeing", "right")


def upgrade() -> None:
    """No article is for training yet, and no project asks for any."""
    with op.batch_alter_table("workflow") as workflow:
        workflow.add_column(sa.Column("training_articles", sa.Integer()))
        workflow.add_column(sa.Column("pass_mark", sa.Integer()))
        workflow.create_check_constraint(
            op.f("ck_workflow_training_asks_for_one"), "training_articles >= 1"
        )
        workflow.create_check_constraint(
            op.f("ck_workflow_pass_mark_is_a_share"), "pass_mark BETWEEN 1 AND 100"
        )
    _articles()
    _answers()
    _explanations()
    _attempts()
    _trainees()


def downgrade() -> None:
    """What was learnt with is ordinary work again, and who passed is forgotten."""
    for name in ("trainee", "training_attempt", "training_explanation", "training_answers"):
        op.drop_table(name)
    op.drop_table("training_article")
    with op.batch_alter_table("workflow") as workflow:
        workflow.drop_constraint(op.f("ck_workflow_pass_mark_is_a_share"), type_="check")
        workflow.drop_constraint(op.f("ck_workflow_training_asks_for_one"), type_="check")
        workflow.drop_column("pass_mark")
        workflow.drop_column("training_articles")


def _articles() -> None:
    op.create_table(
        "training_article",
        sa.Column("article_id", UUID, nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("made_at", UTCTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _check("training_article", "state", "state IN ('offered', 'retired', 'ended')"),
        _check("training_article", "version_counts_from_one", "version >= 1"),
        _to("training_article", "article_id", "article"),
        _to("training_article", "project_id", "project"),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_training_article")),
    )
    op.create_index("ix_training_article_project", "training_article", ["project_id"])


def _answers() -> None:
    name = "training_answers"
    op.create_table(
        name,
        sa.Column("id", UUID, nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("article_id", UUID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("revision_id", UUID, nullable=False),
        sa.Column("origin", sa.String(32), nullable=False),
        sa.Column("reviewer_id", sa.Integer()),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.Column("made_at", UTCTime(), nullable=False),
        sa.Column("made_by", sa.Integer()),
        _check(name, "origin", "origin IN ('gold', 'reviewer')"),
        _check(name, "number_counts_from_one", "number >= 1"),
        _check(name, "of_a_reviewer_or_gold", "(origin = 'gold') = (reviewer_id IS NULL)"),
        *(_to(name, f"{table}_id", table) for table in ("project", "article", "revision")),
        _to(name, "reviewer_id", "user"),
        _to(name, "made_by", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("article_id", "number", name=op.f(f"uq_{name}_article_id_number")),
    )
    op.create_index("ix_training_answers_project", name, ["project_id"])


def _explanations() -> None:
    name = "training_explanation"
    op.create_table(
        name,
        sa.Column("id", UUID, nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("article_id", UUID, nullable=False),
        sa.Column("mark_id", UUID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _check(name, "version_counts_from_one", "version >= 1"),
        _to(name, "project_id", "project"),
        _to(name, "article_id", "article"),
        _to(name, "mark_id", "annotation"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("article_id", "mark_id", name=op.f(f"uq_{name}_article_id_mark_id")),
    )
    op.create_index("ix_training_explanation_project", name, ["project_id"])


def _attempts() -> None:
    name = "training_attempt"
    op.create_table(
        name,
        sa.Column("id", UUID, nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("article_id", UUID, nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("answers_id", UUID, nullable=False),
        sa.Column("scheme_version_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        *(sa.Column(count, sa.Integer(), nullable=False) for count in _COUNTS),
        sa.Column("submitted_at", UTCTime(), nullable=False),
        _check(name, "number_counts_from_one", "number >= 1"),
        _check(name, "counts_from_none", "known >= 0 AND marked >= 0"),
        *(
            _to(name, f"{column}_id", table)
            for column, table in (
                ("project", "project"),
                ("article", "article"),
                ("user", "user"),
                ("answers", "training_answers"),
                ("scheme_version", "scheme_version"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint(
            "article_id", "user_id", "number", name=op.f(f"uq_{name}_article_id_user_id_number")
        ),
    )
    op.create_index("ix_training_attempt_person", name, ["project_id", "user_id"])


def _trainees() -> None:
    op.create_table(
        "trainee",
        sa.Column("project_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("passed_at", UTCTime()),
        sa.Column("passed_by", sa.Integer()),
        sa.Column("reason", sa.Text()),
        sa.Column("asked_at", UTCTime()),
        sa.Column("version", sa.Integer(), nullable=False),
        _check("trainee", "let_pass_says_why", "passed_by IS NULL OR reason IS NOT NULL"),
        _check("trainee", "passed_has_its_time", "passed_at IS NOT NULL OR passed_by IS NULL"),
        _check("trainee", "version_counts_from_one", "version >= 1"),
        _to("trainee", "project_id", "project"),
        _to("trainee", "user_id", "user"),
        _to("trainee", "passed_by", "user"),
        sa.PrimaryKeyConstraint("project_id", "user_id", name=op.f("pk_trainee")),
    )


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"), ondelete="RESTRICT"
    )
