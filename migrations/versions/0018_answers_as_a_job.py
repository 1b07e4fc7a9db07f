"""Answers for articles that were there already stand with them until a job carries them out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from annotator.db import UUID

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

ANSWERS = "answer IN ('add', 'skip', 'link', 'revise')"
_TO_ARTICLE = "fk_passage_article_id_article"


def upgrade() -> None:
    """Nobody has answered yet; and passages go with their sketch alone."""
    with op.batch_alter_table("staged_repeat") as batch:
        batch.add_column(sa.Column("answer", sa.String(32)))
        batch.add_column(sa.Column("job_id", UUID))
        batch.create_check_constraint(op.f("ck_staged_repeat_answer"), ANSWERS)
        batch.create_check_constraint(
            op.f("ck_staged_repeat_job_has_answer"), "job_id IS NULL OR answer IS NOT NULL"
        )
        batch.create_foreign_key(
            op.f("fk_staged_repeat_job_id_job"), "job", ["job_id"], ["id"], ondelete="SET NULL"
        )
    op.create_index("ix_staged_repeat_job", "staged_repeat", ["job_id", "id"])
    with op.batch_alter_table("passage") as batch:
        batch.drop_constraint(op.f(_TO_ARTICLE), type_="foreignkey")


def downgrade() -> None:
    """Who has answered is asked again."""
    with op.batch_alter_table("passage") as batch:
        batch.create_foreign_key(
            op.f(_TO_ARTICLE), "article", ["article_id"], ["id"], ondelete="CASCADE"
        )
    op.drop_index("ix_staged_repeat_job", "staged_repeat")
    with op.batch_alter_table("staged_repeat") as batch:
        batch.drop_constraint(op.f("fk_staged_repeat_job_id_job"), type_="foreignkey")
        batch.drop_constraint(op.f("ck_staged_repeat_job_has_answer"), type_="check")
        batch.drop_constraint(op.f("ck_staged_repeat_answer"), type_="check")
        batch.drop_column("job_id")
        batch.drop_column("answer")
