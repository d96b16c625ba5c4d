-- The documents and payments that an item, tax item or payment can be of, by what is known now.
SELECT document_id AS id FROM read.item WHERE ledger_id = :ledger AND item_id = :id
UNION
SELECT document_id FROM read.document WHERE ledger_id = :ledger AND number = :number
UNION
SELECT payment_id FROM read.payment WHERE ledger_id = :ledger AND (payment_id = :id OR number = :payment);
