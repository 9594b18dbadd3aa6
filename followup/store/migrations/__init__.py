"""How the database's tables come to be and change, in order; Alembic runs them."""
