-- One command, its two events and the id of its application: all that ours keeps of it.
WITH asked AS (
    INSERT INTO command (ledger_id, command_id, client, key, kind, actor, request, outcome,
                         first_position, last_position, recorded_at)
    VALUES ('main', :command_id, 'local', :key, :kind, 'bench', :request, :outcome, 1, 2, clock_timestamp())
), named AS (
    INSERT INTO identity (ledger_id, id, kind, owner_id)
    VALUES ('main', :application_id, 'application', :payment_id)
)
INSERT INTO event (ledger_id, stream_id, stream_version, topic, state, effective_on, recorded_at, command_id)
VALUES ('main', :payment_id, 2, :source_topic, :source_state, '2026-03-01', clock_timestamp(), :command_id),
       ('main', :invoice_id, 3, :mirror_topic, :mirror_state, '2026-03-01', clock_timestamp(), :command_id)
