-- Where others took numbers of the empty ledger meanwhile, the sequence goes on after both.
INSERT INTO log.number_sequence AS sequence (ledger_id, kind, next) VALUES (:ledger, :kind, :next)
ON CONFLICT (ledger_id, kind) DO UPDATE SET next = greatest(sequence.next, excluded.next)
