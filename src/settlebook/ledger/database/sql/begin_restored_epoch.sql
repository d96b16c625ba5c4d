-- The next epoch of a ledger: it was put back, and goes on from where it stands. Run by the owner, under the ledger's lock.
INSERT INTO log.epoch (ledger_id, number, epoch_id, reason, after, began_at)
SELECT epoch.ledger_id, max(epoch.number) + 1, gen_random_uuid(), 'restored', head.position,
       greatest(clock_timestamp(), max(epoch.began_at))
  FROM log.epoch AS epoch
  JOIN log.log_head AS head USING (ledger_id)
 WHERE epoch.ledger_id = :ledger_id
 GROUP BY epoch.ledger_id, head.position
