-- The balances that are others in the other world, of one kind, with their names; of one account or all.
SELECT balance.subject, balance.id,
       coalesce(document.number || coalesce('#' || told.line || coalesce('d' || told.discount_line, '')
                                            || coalesce('.' || told.tax_line, ''), ''),
                payment.number, account.number) AS name,
       account.number AS account_number, balance.currency, balance.actual_minor, balance.other_minor
  FROM pg_temp.what_if_balance AS balance
  LEFT JOIN document ON document.ledger_id = :ledger AND document.document_id = balance.document_id
  LEFT JOIN entry_row AS told ON told.ledger_id = :ledger AND told.item_id = balance.id
  LEFT JOIN payment ON payment.ledger_id = :ledger AND payment.payment_id = balance.id
  LEFT JOIN account ON account.ledger_id = :ledger AND account.account_id = balance.account_id
 WHERE balance.subject = :subject AND (:account::uuid IS NULL OR balance.account_id = :account)
 ORDER BY account.number COLLATE "C" NULLS FIRST, document.number COLLATE "C", payment.number COLLATE "C",
          balance.document_id, told.line, told.discount_line NULLS FIRST, told.tax_line NULLS FIRST, balance.currency
