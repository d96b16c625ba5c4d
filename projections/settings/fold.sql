-- fold.sql: takes over what the ledger chose after :after and up to :upto; the highest position wins. It holds for the
-- whole ledger, whatever :account; and for every day: what is chosen counts for what is recorded from then on.
INSERT INTO settings AS known (ledger_id, settings_id, settings, created_position, updated_position)
SELECT DISTINCT ON (ledger_id, settings_id)
       ledger_id, settings_id, settings, min(position) OVER (PARTITION BY ledger_id, settings_id), position
  FROM journal_settings
 WHERE ledger_id = :ledger AND position > :after AND position <= :upto
 ORDER BY ledger_id, settings_id, position DESC
ON CONFLICT (ledger_id, settings_id) DO UPDATE
   SET settings = excluded.settings,
       updated_position = excluded.updated_position;
