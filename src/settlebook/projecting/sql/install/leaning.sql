-- Functions and types of a schema that columns, keys, indexes or triggers of its tables need: these would not follow when a
-- table moves, as it does when it takes the place of another.
SELECT proname AS name
  FROM pg_depend
  JOIN pg_proc ON refclassid = 'pg_proc'::regclass AND pg_proc.oid = refobjid
 WHERE pronamespace = to_regnamespace(:schema)
   AND classid IN ('pg_class'::regclass, 'pg_attrdef'::regclass, 'pg_constraint'::regclass, 'pg_trigger'::regclass)
UNION
SELECT typname
  FROM pg_depend
  JOIN pg_type ON refclassid = 'pg_type'::regclass AND pg_type.oid = refobjid
 WHERE typnamespace = to_regnamespace(:schema) AND classid = 'pg_class'::regclass
   AND typrelid = 0
ORDER BY name;
