-- Accounts by their ids, in the order of recording.
SELECT account.account_id AS id, account.number, account.currency, account.status, account.parent_id,
       created.actor AS created_by_id, created.recorded_at AS created_date,
       updated.actor AS updated_by_id, updated.recorded_at AS updated_date,
       account.details, personal.content AS personal
  FROM account
  LEFT JOIN journal_fact AS created
    ON created.ledger_id = account.ledger_id AND created.position = account.created_position
  LEFT JOIN journal_fact AS updated
    ON updated.ledger_id = account.ledger_id AND updated.position = account.updated_position
  LEFT JOIN log.personal AS personal
    ON personal.ledger_id = account.ledger_id AND personal.personal_id = account.personal_id
 WHERE account.ledger_id = :ledger AND account.account_id = ANY(:ids)
 ORDER BY account.created_position;
