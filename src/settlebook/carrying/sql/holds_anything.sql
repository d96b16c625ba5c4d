-- What of a ledger is there already, in words; numbers that were only taken, and a bare head, are nothing.
SELECT what
  FROM (VALUES ('events', EXISTS (SELECT FROM log.event WHERE ledger_id = :ledger)),
               ('answers to commands', EXISTS (SELECT FROM log.command WHERE ledger_id = :ledger)),
               ('numbers', EXISTS (SELECT FROM log.number WHERE ledger_id = :ledger)),
               ('ids', EXISTS (SELECT FROM log.identity WHERE ledger_id = :ledger)),
               ('personal content', EXISTS (SELECT FROM log.personal WHERE ledger_id = :ledger)),
               ('seals', EXISTS (SELECT FROM log.seal WHERE ledger_id = :ledger)),
               ('a time zone', EXISTS (SELECT FROM log.setting WHERE ledger_id = :ledger))) AS found (what, is_there)
 WHERE is_there
