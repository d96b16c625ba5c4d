-- Until the end of the transaction: the ledger that the views show, and how long one page may take.
SELECT set_config('settlebook.ledger', :ledger, true), set_config('statement_timeout', :timeout, true);
