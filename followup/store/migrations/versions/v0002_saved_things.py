"""Small named things that people save in the app.

Revision: 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, and have the database refuse to change what stands in it."""
    op.create_table(
        "saved",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("organisation", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("name_key", sa.Text, nullable=False),
        sa.Column("content", sa.Text),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("known_by", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
    )
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER saved_no_{act.lower()} BEFORE {act} ON saved"
                " BEGIN SELECT RAISE(ABORT, 'saved is append-only'); END"
            )
    else:
        op.execute(
            "CREATE TRIGGER saved_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON saved"
            " FOR EACH STATEMENT EXECUTE FUNCTION followup_append_only()"
        )
