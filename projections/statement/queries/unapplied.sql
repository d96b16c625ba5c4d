-- What of an account's payments and credit memos is unapplied at the end of :day, of what was recorded up to :upto.
SELECT open.document_kind AS source_type, coalesce(payment.number, document.number) AS source_number,
       open.currency, open.unapplied_minor
  FROM (SELECT document_kind, document_id, currency, -sum(signed_minor) AS unapplied_minor
          FROM account_legs(:ledger, :account)
         WHERE book IN ('unapplied_payment', 'on_account_credit')
           AND (:day::date IS NULL OR effective_on <= :day)
           AND (:upto::bigint IS NULL OR position <= :upto)
         GROUP BY document_kind, document_id, currency
        HAVING sum(signed_minor) <> 0) AS open
  LEFT JOIN payment ON payment.ledger_id = :ledger AND payment.payment_id = open.document_id
  LEFT JOIN document ON document.ledger_id = :ledger AND document.document_id = open.document_id
 ORDER BY open.currency, open.document_kind DESC,
          coalesce(payment.number, document.number) COLLATE "C";
