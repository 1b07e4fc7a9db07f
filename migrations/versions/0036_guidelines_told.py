"""New guidelines are told of, and a submission keeps the version that it was made under."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from annotator.db import UUID

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

_KIND = "guidelines"
_ABOUT = "about_an_article_but_for_guidelines"


def upgrade() -> None:
    """Nothing is known of the submissions so far: their column stays empty."""
    op.add_column("assignment", sa.Column("guideline_version", sa.Integer(), nullable=True))
    with op.batch_alter_table("notification") as batch:
        batch.alter_column("article_id", existing_type=UUID, nullable=True)
        batch.create_check_constraint(
            op.f(f"ck_notification_{_ABOUT}"), f"(article_id IS NULL) = (kind = '{_KIND}')"
        )


def downgrade() -> None:
    """What was told of guidelines has no place in the schema before."""
    op.execute(sa.text("DELETE FROM notification WHERE kind = :kind").bindparams(kind=_KIND))
    with op.batch_alter_table("notification") as batch:
        batch.drop_constraint(op.f(f"ck_notification_{_ABOUT}"), type_="check")
        batch.alter_column("article_id", existing_type=UUID, nullable=False)
    op.drop_column("assignment", "guideline_version")
