-- What could not be carried out, in the order of the log; of one account or all.
SELECT problem.position, problem.effective_on, problem.event, coalesce(document.number, payment.number) AS name,
       account.number AS account_number, problem.code, problem.reason
  FROM pg_temp.what_if_problem AS problem
  LEFT JOIN document ON document.ledger_id = :ledger AND document.document_id = problem.stream_id
  LEFT JOIN payment ON payment.ledger_id = :ledger AND payment.payment_id = problem.stream_id
  LEFT JOIN account ON account.ledger_id = :ledger AND account.account_id = problem.account_id
 WHERE :account::uuid IS NULL OR problem.account_id = :account
 ORDER BY problem.position
