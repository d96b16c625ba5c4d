-- log.append: everything a batch of commands adds, in one round trip and one transaction, or nothing of it.
--
-- Takes the positions first, and with them the ledger's lock; only then looks whether what the commands saw is
-- still true. (A function is VOLATILE, so each of its statements sees what was committed before it began.)
-- Raises serialization_failure or unique_violation where it is not: decide again.

CREATE FUNCTION log.take_positions(of_ledger text, how_many bigint, OUT before bigint, OUT taken_at timestamptz)
LANGUAGE plpgsql AS $$
BEGIN
    LOOP
        UPDATE log.log_head AS head
           SET position = head.position + how_many,
               recorded_at = greatest(head.recorded_at, clock_timestamp())
         WHERE head.ledger_id = of_ledger
        RETURNING head.position - how_many, head.recorded_at INTO before, taken_at;
        EXIT WHEN FOUND;
        INSERT INTO log.log_head (ledger_id, position, recorded_at)
        VALUES (of_ledger, 0, clock_timestamp())
        ON CONFLICT DO NOTHING;
    END LOOP;
END
$$;

-- What the commands saw: streams at a version (0: no such stream), and numbers that nobody had.
CREATE FUNCTION log.expect(
    of_ledger text, stream_ids uuid[], versions int[], absent_kinds text[], absent_numbers text[]
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM unnest(stream_ids, versions) AS seen (stream_id, version)
      WHERE seen.version <> coalesce((SELECT max(event.stream_version) FROM log.event
                                       WHERE event.ledger_id = of_ledger
                                         AND event.stream_id = seen.stream_id), 0);
    IF FOUND THEN
        RAISE EXCEPTION 'a stream has moved on' USING ERRCODE = 'serialization_failure';
    END IF;
    IF cardinality(absent_numbers) > 0 THEN
        PERFORM FROM unnest(absent_kinds, absent_numbers) AS absent (kind, number)
          JOIN log.number USING (kind, number)
         WHERE number.ledger_id = of_ledger;
        IF FOUND THEN
            RAISE EXCEPTION 'a number exists by now' USING ERRCODE = 'serialization_failure';
        END IF;
    END IF;
END
$$;

CREATE FUNCTION log.append(
    of_ledger text,
    -- expectations
    expected_streams uuid[], expected_versions int[], absent_kinds text[], absent_numbers text[],
    -- events, in their order
    stream_ids uuid[], stream_versions int[], topics text[], states bytea[], days date[], command_ids uuid[],
    -- commands, in their order; first and last count from the position before the batch
    new_commands uuid[], clients text[], keys text[], kinds text[], actors text[], requests text[],
    outcomes text[], firsts int[], lasts int[],
    -- numbers, ids and personal content
    number_kinds text[], numbers text[], numbered uuid[],
    ids uuid[], id_kinds text[], owners uuid[],
    personal_ids uuid[], personal_owners uuid[], salts bytea[], contents text[],
    OUT before bigint, OUT taken_at timestamptz
)
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan  -- by key, whatever the values: planning would cost as much as running
AS $$
BEGIN
    SELECT taken.before, taken.taken_at INTO before, taken_at
      FROM log.take_positions(of_ledger, cardinality(stream_ids)) AS taken;

    PERFORM log.expect(of_ledger, expected_streams, expected_versions, absent_kinds, absent_numbers);

    IF cardinality(stream_ids) > 0 THEN
        INSERT INTO log.event (ledger_id, position, stream_id, stream_version, topic, state, effective_on,
                               recorded_at, command_id)
        SELECT of_ledger, before + new.ordinal, new.stream_id, new.stream_version, new.topic, new.state, new.day,
               taken_at, new.command_id
          FROM unnest(stream_ids, stream_versions, topics, states, days, command_ids)
               WITH ORDINALITY AS new (stream_id, stream_version, topic, state, day, command_id, ordinal);
    END IF;
    IF cardinality(new_commands) > 0 THEN
        INSERT INTO log.command (ledger_id, command_id, client, key, kind, actor, request, outcome,
                                 first_position, last_position, recorded_at)
        SELECT of_ledger, new.command_id, new.client, new.key, new.kind, new.actor, new.request,
               new.outcome, before + new.first, before + new.last, taken_at
          FROM unnest(new_commands, clients, keys, kinds, actors, requests, outcomes, firsts, lasts)
               AS new (command_id, client, key, kind, actor, request, outcome, first, last);
    END IF;
    IF cardinality(numbers) > 0 THEN
        INSERT INTO log.number (ledger_id, kind, number, id)
        SELECT of_ledger, new.kind, new.number, new.id
          FROM unnest(number_kinds, numbers, numbered) AS new (kind, number, id);
    END IF;
    IF cardinality(ids) > 0 THEN
        INSERT INTO log.identity (ledger_id, id, kind, owner_id)
        SELECT of_ledger, new.id, new.kind, new.owner_id
          FROM unnest(ids, id_kinds, owners) AS new (id, kind, owner_id);
    END IF;
    IF cardinality(personal_ids) > 0 THEN
        INSERT INTO log.personal (ledger_id, personal_id, owner_id, salt, content)
        SELECT of_ledger, new.personal_id, new.owner_id, new.salt, new.content::jsonb
          FROM unnest(personal_ids, personal_owners, salts, contents)
               AS new (personal_id, owner_id, salt, content);
    END IF;
END
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA log FROM PUBLIC;
GRANT EXECUTE ON FUNCTION log.take_positions, log.expect, log.append TO settlebook_app;
