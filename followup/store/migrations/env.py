"""Where Alembic finds the connection: the one that `followup.store.migrating` holds open."""

from alembic import context

from followup.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=False,  # the caller's transaction holds everything
)
context.run_migrations()
