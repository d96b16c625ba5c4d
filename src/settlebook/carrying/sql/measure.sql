-- So many new rows at once: the planner has to know.
ANALYZE log.event, log.command, log.number, log.identity, log.personal
