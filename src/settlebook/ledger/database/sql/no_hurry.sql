-- Until the end of the transaction: whoever reads or feeds it may take a rest.
SELECT set_config('idle_in_transaction_session_timeout', '0', true)
