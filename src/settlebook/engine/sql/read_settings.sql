-- The settings in force, but for those that the client's own environment (PGTZ, PGOPTIONS) changed for this session.
SELECT name, setting
  FROM pg_settings
 WHERE name = ANY(%(names)s)
   AND source <> 'client'
