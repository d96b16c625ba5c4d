-- The ledger's lock until the transaction ends, which it does for a program that stands still: nobody else could write.
SELECT before, set_config('idle_in_transaction_session_timeout', '60s', true)
  FROM log.take_positions(:ledger_id, 0)
