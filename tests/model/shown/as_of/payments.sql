-- Of each payment received by then: applied, unapplied, refunded.
SELECT payment.number, balance.applied_minor, balance.unapplied_minor, balance.refunded_minor
  FROM payment JOIN payment_balance AS balance USING (ledger_id, payment_id)
 WHERE ledger_id = :ledger;
