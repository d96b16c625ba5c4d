-- What moved on an account in one currency, from :first to :day, of what was recorded up to :upto: one row an event, in the
-- order of days.
-- Netting stays within a document, so it is not told; nor is whose money else came or went by a transfer.
SELECT moved.effective_on AS day, moved.position, moved.kind, moved.currency,
       moved.source_kind, moved.source_number, moved.document_kind,
       CASE WHEN moved.kind <> 'transfer' THEN moved.document_number END AS document_number, moved.refund_number,
       moved.mirrored_how, mirrored.number AS mirrored_number, moved.debit_account_id = :account AS gives,
       own.signed_minor, CASE moved.kind WHEN 'apply' THEN own.turned_minor WHEN 'unapply' THEN -own.turned_minor END AS settled_minor
  FROM (SELECT position, sum(signed_minor) AS signed_minor,
               greatest(sum(signed_minor) FILTER (WHERE signed_minor > 0), -sum(signed_minor) FILTER (WHERE signed_minor < 0))
                 AS turned_minor
          FROM account_legs(:ledger, :account)
         WHERE kind NOT IN ('net', 'unnet') AND currency = :currency
           AND (:first::date IS NULL OR effective_on >= :first)
           AND (:day::date IS NULL OR effective_on <= :day)
           AND (:upto::bigint IS NULL OR position <= :upto)
         GROUP BY position) AS own
  JOIN LATERAL (SELECT * FROM movement
                 WHERE movement.ledger_id = :ledger AND movement.position = own.position
                OFFSET 0) AS moved ON true      -- one look for each, however large the journal is
  LEFT JOIN document AS mirrored ON mirrored.ledger_id = moved.ledger_id AND mirrored.document_id = moved.mirrored_id
 ORDER BY moved.effective_on, moved.position;
