-- The legs in the order of their effective days, each with what its event was; debits of a posting before its credits.
SELECT leg.effective_on, leg.position, leg.type, leg.code, leg.customer, leg.currency, leg.signed_minor, leg.item,
       moved.kind, moved.source_kind, moved.source_number, moved.document_kind, moved.document_number,
       moved.refund_number, mirrored.number AS mirrored_number, moved.mirrored_how, moved.application_id,
       giver.number AS giver, taker.number AS taker
  FROM exported_leg AS leg
  JOIN movement AS moved ON moved.ledger_id = :ledger AND moved.position = leg.position
  LEFT JOIN account AS giver ON giver.ledger_id = moved.ledger_id AND giver.account_id = moved.debit_account_id
  LEFT JOIN account AS taker ON taker.ledger_id = moved.ledger_id AND taker.account_id = moved.credit_account_id
  LEFT JOIN document AS mirrored ON mirrored.ledger_id = moved.ledger_id AND mirrored.document_id = moved.mirrored_id
 ORDER BY leg.effective_on, leg.position, leg.line, leg.side;
