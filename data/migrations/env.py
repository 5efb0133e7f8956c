"""Runs the migrations of the fixed tables as the owner.

The connection is handed over by pipelines.database.
"""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection, version_table_schema="log", transaction_per_migration=True)
with context.begin_transaction():
    context.run_migrations()
