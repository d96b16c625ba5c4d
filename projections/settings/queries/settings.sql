-- What the ledger chooses; no row while it chose nothing.
SELECT settings.settings,
       updated.actor AS updated_by_id, updated.recorded_at AS updated_date
  FROM settings
  LEFT JOIN journal_fact AS updated
    ON updated.ledger_id = settings.ledger_id AND updated.position = settings.updated_position
 WHERE settings.ledger_id = :ledger;
