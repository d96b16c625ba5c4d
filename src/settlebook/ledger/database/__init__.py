"""The database under the log: its connections, the SQL of these rooms, and the schema, kept current."""
