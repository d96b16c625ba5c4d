-- All rows of a table, each behind the number of its bucket, as in a range. The columns begin with its key.
COPY (SELECT coalesce(('x' || right(owner.account_id::text, 7))::bit(28)::integer % :buckets, 0), exported.*
        FROM :"table" AS exported
        LEFT JOIN exported_owner AS owner ON owner.id = exported.:"owned"
       WHERE exported.ledger_id = :ledger
       ORDER BY exported) TO STDOUT (FORMAT csv);
