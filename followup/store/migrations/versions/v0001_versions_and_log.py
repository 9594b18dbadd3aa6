"""Underlag, their versions with bytes and rows, what is current, and the log.

Revision: 0001, the first.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_APPEND_ONLY = ("originals", "versions", "version_frames", "log")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables, and have the database refuse to change what is append-only."""
    _make_versions()
    _make_current()
    if op.get_bind().dialect.name == "sqlite":
        _refuse_on_sqlite()
    else:
        _refuse_on_postgresql()


def _make_versions() -> None:
    op.create_table(
        "underlag",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("name_key", sa.Text, nullable=False, unique=True),
        sa.Column("revision", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "originals",
        sa.Column("sha256", sa.Text, primary_key=True),
        sa.Column("size_bytes", sa.BigInteger, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "versions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("underlag_id", sa.Integer, sa.ForeignKey("underlag.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, sa.ForeignKey("originals.sha256"), nullable=False),
        sa.Column("accepted_at", _MOMENT, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("known_by", sa.Text, nullable=False),
        sa.Column("sheets", sa.Text, nullable=False),
        sa.Column("errors", sa.Integer, nullable=False),
        sa.Column("warnings", sa.Integer, nullable=False),
        sa.Column("left_out", sa.Integer, nullable=False),
        sa.UniqueConstraint("underlag_id", "number"),
    )
    op.create_table(
        "version_frames",
        sa.Column("version_id", sa.Integer, sa.ForeignKey("versions.id"), primary_key=True),
        sa.Column("frame", sa.Text, primary_key=True),
        sa.Column("rows", sa.BigInteger, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("parquet", sa.LargeBinary, nullable=False),
    )


def _make_current() -> None:
    op.create_table(
        "valid_versions",
        sa.Column("underlag_id", sa.Integer, sa.ForeignKey("underlag.id"), primary_key=True),
        sa.Column("version_id", sa.Integer, sa.ForeignKey("versions.id"), nullable=False),
    )
    op.create_table(
        "valid_frames",
        sa.Column("frame", sa.Text, primary_key=True),
        sa.Column("version_id", sa.Integer, sa.ForeignKey("versions.id")),
        sa.Column("rows", sa.BigInteger, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("parquet", sa.LargeBinary),
    )
    op.create_table(
        "log",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("known_by", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("underlag_id", sa.Integer, sa.ForeignKey("underlag.id")),
        sa.Column("version_id", sa.Integer, sa.ForeignKey("versions.id")),
        sa.Column("detail", sa.Text, nullable=False),
    )
    state = op.create_table(
        "store_state",
        sa.Column("id", sa.Integer, sa.CheckConstraint("id = 1"), primary_key=True),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("sheets", sa.Text, nullable=False),
        sa.Column("tables_signature", sa.Text, nullable=False),
    )
    op.bulk_insert(state, [{"id": 1, "revision": 0, "sheets": "[]", "tables_signature": ""}])


def _refuse_on_sqlite() -> None:
    for table in _APPEND_ONLY:
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )


def _refuse_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION followup_append_only() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for table in _APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION followup_append_only()"
        )
    for table, column in (
        ("originals", "content"), ("version_frames", "parquet"), ("valid_frames", "parquet"),
    ):  # fmt: skip
        op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STORAGE EXTERNAL")  # packed
