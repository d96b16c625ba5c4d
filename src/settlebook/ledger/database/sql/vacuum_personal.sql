-- Takes erased content out of the table's files; without the right to, the server warns and leaves it to autovacuum.
VACUUM log.personal
