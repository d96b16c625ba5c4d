INSERT INTO log.number_sequence AS sequence (ledger_id, kind, next)
VALUES (:ledger_id, :kind, :count::bigint + 1)
ON CONFLICT (ledger_id, kind) DO UPDATE SET next = sequence.next + :count::bigint
RETURNING next - :count::bigint AS first
