-- What the Data Query views share: the ledger they show, exact amounts, item names, and descriptive fields by type.

-- The decimals of each currency; `unit` is one minor unit and carries the scale: 60_00 * 0.01 is 60.00.
CREATE TABLE IF NOT EXISTS currency (
    code   text    NOT NULL,
    digits integer NOT NULL,
    unit   numeric NOT NULL CHECK (unit > 0),   -- prevents amounts that vanish
    PRIMARY KEY (code)                          -- prevents two units of a currency; serves joins
);

-- The ledger that the views show: a setting of the session.
CREATE OR REPLACE FUNCTION current_ledger() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(nullif(current_setting('settlebook.ledger', true), ''), 'main')
$$;

-- Today as the ledger's time zone says; of a query about the past, the day that the session names.
CREATE OR REPLACE VIEW calendar AS
SELECT coalesce(nullif(current_setting('settlebook.today', true), '')::date,
                (now() AT TIME ZONE coalesce(
                     (SELECT value FROM log.setting
                       WHERE ledger_id = current_ledger() AND name = 'time_zone'), 'UTC'))::date) AS today;

-- What of personal content queries show: names and comments that were not erased, nothing else of it.
CREATE OR REPLACE VIEW shown_personal AS
SELECT personal.ledger_id, personal.personal_id,
       jsonb_build_object('name', personal.content -> 'name', 'comment', personal.content -> 'comment',
                          'comments', personal.content -> 'comments') AS content
  FROM log.personal AS personal
 CROSS JOIN (VALUES (true)) AS shown (is_so); -- a view of two tables is one that nobody can write through

-- INV-7#2, its first tax item INV-7#2.1, its first discount INV-7#2d1 and the discount's tax item INV-7#2d1.1.
CREATE OR REPLACE FUNCTION item_name(number text, line integer, tax_line integer, discount_line integer DEFAULT NULL)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT number || '#' || line || coalesce('d' || discount_line, '') || coalesce('.' || tax_line, '')
$$;

-- Of descriptive fields those that are a customer's own (name__c) or an integration's (name__NS), and nothing else.
CREATE OR REPLACE FUNCTION custom_fields(details jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(jsonb_object_agg(field.key, field.value), '{}')
      FROM jsonb_each(details) AS field
     WHERE field.key ~ '(__c|__NS)$'
$$;

-- One of them by name, as text; where upper and lower case differ from what was given it is found too.
CREATE OR REPLACE FUNCTION custom_field(fields jsonb, name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT field.value
      FROM jsonb_each_text(fields) AS field
     WHERE lower(field.key) = lower(name)
     ORDER BY field.key = name DESC
     LIMIT 1
$$;

-- A descriptive field as a type; null where what was given is no such value, so that no view can fail by it.
CREATE OR REPLACE FUNCTION detail_boolean(details jsonb, name text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE lower(details ->> name) WHEN 'true' THEN true WHEN 'false' THEN false END
$$;

CREATE OR REPLACE FUNCTION detail_number(details jsonb, name text) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN details ->> name ~ '^-?[0-9]{1,64}(\.[0-9]{1,64})?$' THEN (details ->> name)::numeric END
$$;

CREATE OR REPLACE FUNCTION detail_date(details jsonb, name text) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN details ->> name ~ '^[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])' THEN
           CASE WHEN substr(details ->> name, 9, 2)::integer
                     <= extract(day FROM make_date(substr(details ->> name, 1, 4)::integer,
                                                   substr(details ->> name, 6, 2)::integer, 1)
                                         + interval '1 month - 1 day')
                THEN make_date(substr(details ->> name, 1, 4)::integer, substr(details ->> name, 6, 2)::integer,
                               substr(details ->> name, 9, 2)::integer) END END
$$;

-- What a field says where nobody gave it: answers, lists and views all ask here, so what one of them tells the others
-- find. None of them asks another function, so they mean the same under any search path.
CREATE OR REPLACE FUNCTION is_so(details jsonb, name text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(lower(details ->> name) = 'true', false)
$$;

CREATE OR REPLACE FUNCTION amount_given(details jsonb, name text, unit numeric) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN details ->> name ~ '^-?[0-9]{1,64}(\.[0-9]{1,64})?$' THEN (details ->> name)::numeric
                ELSE 0 END + 0 * unit
$$;

CREATE OR REPLACE FUNCTION transferred_to_accounting(details jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(details ->> 'transferredToAccounting',
                    details #>> '{financeInformation,transferredToAccounting}', 'No')
$$;

CREATE OR REPLACE FUNCTION source_given(details jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(details ->> 'source', 'API')
$$;

CREATE OR REPLACE FUNCTION type_given(details jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(details ->> 'type', 'External')
$$;

-- Of a document by what it refers to, if nobody says otherwise.
CREATE OR REPLACE FUNCTION source_type(details jsonb, debit_memo uuid, credit_memo uuid, invoice uuid) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(details ->> 'sourceType',
                    CASE WHEN debit_memo IS NOT NULL THEN 'DebitMemo'
                         WHEN credit_memo IS NOT NULL THEN 'CreditMemo'
                         WHEN invoice IS NOT NULL THEN 'Invoice'
                         ELSE 'Standalone' END)
$$;

-- An id with and without dashes, as queries of other ledgers spell it.
CREATE OR REPLACE FUNCTION to_uuid32(id text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT replace(id::uuid::text, '-', '')
$$;

CREATE OR REPLACE FUNCTION to_uuid32(id uuid) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT replace(id::text, '-', '')
$$;

CREATE OR REPLACE FUNCTION to_uuid36(id text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT id::uuid::text
$$;

CREATE OR REPLACE FUNCTION to_uuid36(id uuid) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT id::text
$$;
