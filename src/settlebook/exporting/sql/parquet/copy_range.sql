-- Rows recorded after :after and up to :upto, each behind the number of its bucket: the last seven hexadecimal digits of the
-- account's id, modulo :buckets. The columns begin with position and line, so rows come in that order.
COPY (SELECT coalesce(('x' || right(owner.account_id::text, 7))::bit(28)::integer % :buckets, 0), exported.*
        FROM :"table" AS exported
        LEFT JOIN exported_owner AS owner ON owner.id = exported.:"owned"
       WHERE exported.ledger_id = :ledger AND exported.position > :after AND exported.position <= :upto
       ORDER BY exported) TO STDOUT (FORMAT csv);
