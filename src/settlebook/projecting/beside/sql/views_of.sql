-- The views that read any of the tables, each as the statement that makes it again: a view goes where its table goes,
-- so it has to be told to read the new one. Names are complete, since the search path is empty. A view depends on each
-- column that it reads, so the views are gathered first: to print one takes milliseconds.
SELECT view.oid::regclass::text, pg_get_userbyid(view.relowner) = current_user AS is_ours,
       'CREATE OR REPLACE VIEW ' || view.oid::regclass
       || coalesce(' WITH (' || array_to_string(view.reloptions, ', ') || ')', '')
       || ' AS ' || pg_get_viewdef(view.oid), view.relkind = 'v' AS is_view
  FROM pg_class AS view
 WHERE view.oid IN (SELECT pg_rewrite.ev_class
                      FROM pg_depend
                      JOIN pg_rewrite ON pg_rewrite.oid = pg_depend.objid
                     WHERE pg_depend.classid = 'pg_rewrite'::regclass AND pg_depend.refclassid = 'pg_class'::regclass
                       AND pg_depend.refobjid IN (SELECT pg_class.oid FROM pg_class
                                                   WHERE relnamespace = to_regnamespace(:schema)
                                                     AND relname = ANY(:tables))
                       AND pg_depend.refobjid <> pg_rewrite.ev_class)
   AND view.relnamespace <> to_regnamespace(:beside)
 ORDER BY 1;
