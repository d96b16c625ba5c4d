-- fold.sql: adds the settlements after :after and up to :upto to the lots they make or consume, and to their groups.
INSERT INTO application_lot AS lot (ledger_id, application_id, source_id, document_id, source_item_id, item_id,
       currency, applied_minor, remaining_minor)
SELECT ledger_id, coalesce(undoes, application_id), source_id, document_id, source_item_id, item_id,
       currency, sum(CASE WHEN kind = 'apply' THEN amount_minor ELSE 0 END), sum(signed_minor)
  FROM settlement_line
 WHERE ledger_id = :ledger AND position > :after AND position <= :upto
   AND (:day::date IS NULL OR effective_on <= :day)
   AND (:account::uuid IS NULL OR account_id = :account)
 GROUP BY ledger_id, coalesce(undoes, application_id), source_id, document_id, source_item_id, item_id, currency
ON CONFLICT (ledger_id, application_id, source_item_id, item_id) DO UPDATE
   SET applied_minor = lot.applied_minor + excluded.applied_minor,
       remaining_minor = lot.remaining_minor + excluded.remaining_minor;

INSERT INTO application_group AS known (ledger_id, group_id, operated_on, created_position, updated_position)
SELECT ledger_id, command_id, min(effective_on), min(position), max(position)
  FROM (SELECT ledger_id, position, effective_on, command_id, account_id FROM journal_application
        UNION ALL
        SELECT ledger_id, position, effective_on, command_id, account_id FROM journal_refund
        UNION ALL
        SELECT ledger_id, position, effective_on, command_id, account_id FROM journal_refund_change WHERE fact = 'canceled'
        UNION ALL
        SELECT ledger_id, position, effective_on, command_id, from_account_id FROM journal_payment_change
         WHERE fact = 'transferred') AS entry
 WHERE ledger_id = :ledger AND position > :after AND position <= :upto
   AND (:day::date IS NULL OR effective_on <= :day)
   AND (:account::uuid IS NULL OR account_id = :account)
 GROUP BY ledger_id, command_id
ON CONFLICT (ledger_id, group_id) DO UPDATE
   SET operated_on = least(known.operated_on, excluded.operated_on),
       created_position = least(known.created_position, excluded.created_position),
       updated_position = greatest(known.updated_position, excluded.updated_position);
