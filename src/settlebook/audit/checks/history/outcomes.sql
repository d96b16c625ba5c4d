-- The applications that each command was answered are those that its events tell, with document, currency and amount.
WITH answered AS (
    SELECT command.command_id, command.first_position,
           replace(application ->> 'id', '-', '') AS id,
           concat_ws(' ', application ->> 'amount_minor', application ->> 'currency',
                     replace(application ->> 'document_id', '-', '')) AS said
      FROM (SELECT command_id, first_position, outcome::jsonb #> '{done,applications}' AS applications
              FROM log.command WHERE ledger_id = :ledger
            OFFSET 0) AS command, -- read once: some are large
           jsonb_array_elements(CASE WHEN jsonb_typeof(command.applications) = 'array'
                                     THEN command.applications ELSE '[]' END) AS application
), told AS (
    SELECT position, command_id, replace(application_id::text, '-', '') AS id,
           concat_ws(' ', amount_minor, currency, replace(document_id::text, '-', '')) AS said
      FROM journal_application WHERE ledger_id = :ledger
)
SELECT coalesce(told.position, answered.first_position) AS position, command_id AS subject,
       coalesce(told.said, 'no application') AS expected, coalesce(answered.said, 'no application') AS found
  FROM told
  FULL JOIN answered USING (command_id, id)
 WHERE told.said IS DISTINCT FROM answered.said
 ORDER BY 1
