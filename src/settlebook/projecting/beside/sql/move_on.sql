INSERT INTO progress (ledger_id, model, position, measured) VALUES (:ledger, :model, :upto, :upto)
ON CONFLICT (ledger_id, model) DO UPDATE
   SET position = greatest(progress.position, excluded.position), measured = greatest(progress.measured, excluded.measured);
