-- Every entry that a journal run took is dated in its range, was recorded before it, and stood in no other live run.
SELECT member.run_position AS position, member.run_id AS subject,
       'an entry of ' || run.starts_on || ' to ' || run.ends_on || ' in no other live run' AS expected,
       'JE-' || member.position || '-' || member.line || ' of ' || posting.effective_on AS found
  FROM entry_run_member AS member
  JOIN entry_run AS run USING (ledger_id, run_id)
  LEFT JOIN journal_posting AS posting
    ON posting.ledger_id = member.ledger_id AND posting.position = member.position AND posting.line = member.line
 WHERE member.ledger_id = :ledger
   AND (posting.position IS NULL
        OR posting.position > run.position
        OR posting.effective_on NOT BETWEEN run.starts_on AND run.ends_on
        OR run.canceled_position IS DISTINCT FROM member.canceled_position
        OR run.position <> member.run_position
        OR EXISTS (SELECT FROM entry_run_member AS other
                    WHERE other.ledger_id = member.ledger_id AND other.position = member.position
                      AND other.line = member.line AND other.run_id <> member.run_id
                      AND other.run_position < member.run_position
                      AND coalesce(other.canceled_position > member.run_position, true)
                   OFFSET 0)) -- by index, entry by entry
 ORDER BY 1
