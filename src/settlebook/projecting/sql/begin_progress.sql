INSERT INTO progress (ledger_id, model, position) VALUES (:ledger, :model, 0) ON CONFLICT DO NOTHING;
