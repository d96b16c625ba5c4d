-- Statements that make the views of these schemas once more, of the database's own words for them, as a rebuild does.
SELECT format('CREATE OR REPLACE VIEW %I.%I AS %s', nspname, relname, pg_get_viewdef(pg_class.oid))
  FROM pg_class
  JOIN pg_namespace ON pg_namespace.oid = relnamespace
 WHERE nspname = ANY(:schemas) AND relkind = 'v'
