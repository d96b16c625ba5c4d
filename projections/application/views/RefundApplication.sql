-- What was refunded of payments and credit memos, in history; amounts are positive. A cancel is a row of its own, whose
-- `type` is Cancel.
CREATE VIEW data_query.RefundApplication AS
SELECT refund.application_id AS id,
       refund.account_id AS accountId,
       created.command_id AS applicationGroupId,
       refund.amount_minor * currency.unit AS applyAmount,
       CASE refund.source_kind WHEN 'credit_memo' THEN refund.source_id END AS creditMemoId,
       refund.effective_on AS effectiveDate,
       NULL::uuid AS invoiceId,
       CASE refund.source_kind WHEN 'payment' THEN refund.source_id END AS paymentId,
       refund.refund_id AS refundId,
       created.actor AS createdById,
       created.recorded_at AS createdDate,
       created.actor AS updatedById,
       created.recorded_at AS updatedDate,
       NULL::uuid AS accountReceivableAccountingCodeId,
       (SELECT code.code_id FROM refund AS told JOIN accounting_code AS code USING (ledger_id)
         WHERE told.ledger_id = refund.ledger_id AND told.refund_id = refund.refund_id
           AND code.name = named_code(told.details, 'bankAccountAccountingCode')) AS cashAccountingCodeId,
       (SELECT code.code_id FROM refund AS told JOIN accounting_code AS code USING (ledger_id)
         WHERE told.ledger_id = refund.ledger_id AND told.refund_id = refund.refund_id
           AND code.name = named_code(told.details, 'onAccountAccountingCode')) AS onAccountAccountingCodeId,
       (SELECT code.code_id FROM refund AS told JOIN accounting_code AS code USING (ledger_id)
         WHERE told.ledger_id = refund.ledger_id AND told.refund_id = refund.refund_id
           AND code.name = named_code(told.details, 'unappliedPaymentAccountingCode')) AS unappliedPaymentAccountingCodeId,
       NULL::uuid AS journalEntryId,
       refund.type AS type,
       CASE refund.type WHEN 'Refund' THEN 1 ELSE -1 END * refund.amount_minor * currency.unit AS signedAmount
  FROM (SELECT ledger_id, position, effective_on, application_id, account_id, currency, amount_minor, source_kind, source_id,
               refund_id, 'Refund' AS type
          FROM journal_refund
        UNION ALL
        SELECT ledger_id, position, effective_on, application_id, account_id, currency, amount_minor, source_kind, source_id,
               refund_id, 'Cancel'
          FROM journal_refund_change
         WHERE fact = 'canceled') AS refund
  JOIN currency ON currency.code = refund.currency
  JOIN journal_fact AS created USING (ledger_id, position)
 WHERE refund.ledger_id = current_ledger();
