-- fold.sql: takes over the periods after :after and up to :upto, and what became of them; the highest position wins.
-- They hold for the whole ledger, whatever :account; and for every day, since a closed period is closed from when on
-- that was recorded.
INSERT INTO accounting_period (ledger_id, period_id, calendar_id, name, starts_on, ends_on, status, details,
       created_position, updated_position)
SELECT ledger_id, period_id, calendar_id, name, starts_on, ends_on, 'Open', details, position, position
  FROM journal_period
 WHERE ledger_id = :ledger AND position > :after AND position <= :upto AND fact = 'created'
ON CONFLICT (ledger_id, period_id) DO NOTHING;

UPDATE accounting_period AS period
   SET name = coalesce(changed.name, period.name),
       details = coalesce(changed.details, period.details),
       status = coalesce(changed.status, period.status),
       updated_position = changed.position
  FROM (SELECT ledger_id, period_id, max(position) AS position,
               (array_agg(name ORDER BY position DESC) FILTER (WHERE fact = 'edited'))[1] AS name,
               (array_agg(details ORDER BY position DESC) FILTER (WHERE fact = 'edited'))[1] AS details,
               (array_agg(CASE fact WHEN 'close_begun' THEN 'PendingClose' WHEN 'closed' THEN 'Closed' ELSE 'Open' END
                          ORDER BY position DESC) FILTER (WHERE fact <> 'edited'))[1] AS status
          FROM journal_period
         WHERE ledger_id = :ledger AND position > :after AND position <= :upto AND fact NOT IN ('created', 'deleted')
         GROUP BY ledger_id, period_id) AS changed
 WHERE period.ledger_id = changed.ledger_id AND period.period_id = changed.period_id;

DELETE FROM accounting_period AS period
 USING journal_period AS deleted
 WHERE deleted.ledger_id = :ledger AND deleted.position > :after AND deleted.position <= :upto
   AND deleted.fact = 'deleted'
   AND period.ledger_id = deleted.ledger_id AND period.period_id = deleted.period_id;
