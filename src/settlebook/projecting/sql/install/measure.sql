-- Measures the read models for the planner. Only their owner may do so, and the app has to: after an import, queries
-- planned by the measures of empty tables would take hours, and the server's own rounds come a minute later.
CREATE OR REPLACE FUNCTION read.measure() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    relation regclass;
BEGIN
    FOR relation IN
        SELECT oid FROM pg_class
         WHERE relkind = 'r' AND relnamespace IN ('read'::regnamespace, 'added'::regnamespace)
           AND pg_has_role(current_user, relowner, 'USAGE')
    LOOP
        EXECUTE format('ANALYZE %s', relation);
    END LOOP;
END
$$;
REVOKE ALL ON FUNCTION read.measure FROM PUBLIC;
GRANT EXECUTE ON FUNCTION read.measure TO settlebook_app;
