-- Every document goes through its states in order, under the number, account and currency it was created with.
WITH header AS (
    SELECT position, document_id, fact, status, reversed, kind, number, account_id, currency, referred_invoice_id,
           lag(status) OVER facts AS before_status, lag(reversed) OVER facts AS before_reversed,
           row_number() OVER facts AS time, first_value(fact) OVER facts AS first_fact,
           first_value(concat_ws(' ', kind, number, account_id, currency, referred_invoice_id)) OVER facts AS created
      FROM journal_document WHERE ledger_id = :ledger
    WINDOW facts AS (PARTITION BY document_id ORDER BY position)
)
SELECT position, document_id AS subject,
       CASE WHEN first_fact <> 'created' THEN 'a created document'
            ELSE concat_ws(' ', fact, 'after', coalesce(before_status, 'nothing'), created) END AS expected,
       concat_ws(' ', fact, 'as', status, CASE WHEN reversed THEN 'and reversed' END,
                 kind, number, account_id, currency, referred_invoice_id) AS found
  FROM header
 WHERE first_fact <> 'created'
    OR concat_ws(' ', kind, number, account_id, currency, referred_invoice_id) <> created
    OR reversed <> (fact = 'reversed' OR coalesce(before_reversed, false))
    OR NOT coalesce(
       CASE fact WHEN 'created' THEN time = 1 AND status = 'Draft'
                 WHEN 'edited' THEN status = before_status
                 WHEN 'posted' THEN before_status = 'Draft' AND status = 'Posted'
                 WHEN 'unposted' THEN before_status = 'Posted' AND status = 'Draft'
                 WHEN 'canceled' THEN before_status = 'Draft' AND status = 'Canceled'
                 WHEN 'deleted' THEN before_status = 'Canceled' AND status = 'Deleted'
                 WHEN 'split' THEN before_status = 'Draft' AND status = 'Split'
                 WHEN 'reversed' THEN before_status = 'Posted' AND status = 'Posted' AND NOT before_reversed END, false)
 ORDER BY 1
