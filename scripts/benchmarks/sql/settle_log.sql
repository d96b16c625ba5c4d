VACUUM (ANALYZE) log.event;
VACUUM (ANALYZE) log.command;
