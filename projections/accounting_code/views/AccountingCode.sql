-- The registered accounts of the general ledger.
CREATE VIEW data_query.AccountingCode AS
SELECT code.code_id AS id,
       code.name AS name,
       code.type AS type,
       code.status AS status,
       CASE WHEN code.type IN ('AccountsReceivable', 'OnAccountReceivable', 'Cash', 'OtherAssets') THEN 'Assets'
            WHEN code.type IN ('CustomerCashOnAccount', 'DeferredRevenue', 'SalesTaxPayable', 'OtherLiabilities')
            THEN 'Liabilities'
            WHEN code.type IN ('SalesRevenue', 'SalesDiscounts', 'OtherRevenue') THEN 'Revenue'
            WHEN code.type = 'OtherEquity' THEN 'Equity'
            ELSE 'Expenses' END AS category,
       code.gl_name AS glAccountName,
       code.gl_number AS glAccountNumber,
       code.details ->> 'notes' AS notes,
       created.actor AS createdById,
       created.recorded_at AS createdDate,
       updated.actor AS updatedById,
       updated.recorded_at AS updatedDate,
       custom_fields(code.details) AS customFields
  FROM accounting_code AS code
  LEFT JOIN journal_fact AS created
    ON created.ledger_id = code.ledger_id AND created.position = code.created_position
  LEFT JOIN journal_fact AS updated
    ON updated.ledger_id = code.ledger_id AND updated.position = code.updated_position
 WHERE code.ledger_id = current_ledger();
