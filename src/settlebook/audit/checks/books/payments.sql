-- Every payment's amount is what it has applied, unapplied and refunded, each 0 or more, as its history says.
WITH history AS (
    SELECT document_id AS payment_id,
           coalesce(sum(signed_minor) FILTER (WHERE other_book = 'receivable'), 0) AS applied_minor,
           -sum(signed_minor) AS unapplied_minor,
           coalesce(sum(signed_minor) FILTER (WHERE kind = 'refund'), 0) AS refunded_minor,
           max(position) AS position
      FROM posting_leg
     WHERE ledger_id = :ledger AND book = 'unapplied_payment'
     GROUP BY document_id
), model AS (
    SELECT * FROM payment JOIN payment_balance USING (ledger_id, payment_id) WHERE ledger_id = :ledger
)
SELECT coalesce(history.position, model.created_position) AS position,
       coalesce(history.payment_id, model.payment_id) AS subject,
       concat_ws(' / ', history.applied_minor, history.unapplied_minor, history.refunded_minor) AS expected,
       concat_ws(' / ', model.applied_minor, model.unapplied_minor, model.refunded_minor) AS found
  FROM history
  FULL JOIN model USING (payment_id)
 WHERE (history.applied_minor, history.unapplied_minor, history.refunded_minor)
       IS DISTINCT FROM (model.applied_minor, model.unapplied_minor, model.refunded_minor)
    OR model.amount_minor <> model.applied_minor + model.unapplied_minor + model.refunded_minor
    OR least(model.applied_minor, model.unapplied_minor, model.refunded_minor) < 0
 ORDER BY 1
