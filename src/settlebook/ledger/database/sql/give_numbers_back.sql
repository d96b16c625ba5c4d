-- Only where nobody took more in the meantime.
UPDATE log.number_sequence
   SET next = :first
 WHERE ledger_id = :ledger_id AND kind = :kind AND next = :next
