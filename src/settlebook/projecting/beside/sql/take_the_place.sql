-- What was built is what is live from here on. Views of the old tables go with them; who installs makes them again.
DROP SCHEMA read CASCADE;
ALTER SCHEMA :"beside" RENAME TO read;
SET LOCAL lock_timeout = 0;
