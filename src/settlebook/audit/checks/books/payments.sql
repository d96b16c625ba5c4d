-- Every payment's amount is what it has applied, unapplied, refunded, transferred and canceled, as its history says.
WITH history AS (
    SELECT document_id AS payment_id,
           coalesce(sum(signed_minor) FILTER (WHERE other_book = 'receivable'), 0) AS applied_minor,
           -sum(signed_minor) AS unapplied_minor,
           coalesce(sum(signed_minor) FILTER (WHERE kind IN ('refund', 'refund_cancel')), 0) AS refunded_minor,
           coalesce(sum(signed_minor) FILTER (WHERE kind = 'transfer' AND signed_minor > 0
                                                AND other_document_id <> document_id), 0) AS transferred_minor,
           coalesce(sum(signed_minor) FILTER (WHERE kind = 'cancel'), 0) AS canceled_minor,
           max(position) AS position
      FROM posting_leg
     WHERE ledger_id = :ledger AND book = 'unapplied_payment'
     GROUP BY document_id
), model AS (
    SELECT * FROM payment JOIN payment_balance USING (ledger_id, payment_id) WHERE ledger_id = :ledger
)
SELECT coalesce(history.position, model.created_position) AS position,
       coalesce(history.payment_id, model.payment_id) AS subject,
       concat_ws(' / ', history.applied_minor, history.unapplied_minor, history.refunded_minor,
                 history.transferred_minor, history.canceled_minor) AS expected,
       concat_ws(' / ', model.applied_minor, model.unapplied_minor, model.refunded_minor,
                 model.transferred_minor, model.canceled_minor) AS found
  FROM history
  FULL JOIN model USING (payment_id)
 WHERE (history.applied_minor, history.unapplied_minor, history.refunded_minor, history.transferred_minor,
        history.canceled_minor)
       IS DISTINCT FROM (model.applied_minor, model.unapplied_minor, model.refunded_minor, model.transferred_minor,
                         model.canceled_minor)
    OR model.amount_minor <> model.applied_minor + model.unapplied_minor + model.refunded_minor
                             + model.transferred_minor + model.canceled_minor
    OR least(model.applied_minor, model.unapplied_minor, model.refunded_minor, model.transferred_minor) < 0
    OR (model.canceled_minor <> 0) <> (model.status <> 'Processed')
    OR model.canceled_minor <> 0 AND model.unapplied_minor + model.applied_minor <> 0
 ORDER BY 1
