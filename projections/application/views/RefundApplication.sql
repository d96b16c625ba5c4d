-- What was refunded of payments and credit memos, in history.
CREATE VIEW data_query.RefundApplication AS
SELECT refund.application_id AS id,
       refund.account_id AS accountId,
       refund.command_id AS applicationGroupId,
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
       NULL::text AS accountReceivableAccountingCodeId,
       NULL::text AS cashAccountingCodeId,
       NULL::text AS onAccountAccountingCodeId,
       NULL::text AS unappliedPaymentAccountingCodeId,
       NULL::text AS journalEntryId
  FROM journal_refund AS refund
  JOIN currency ON currency.code = refund.currency
  JOIN journal_fact AS created USING (ledger_id, position)
 WHERE refund.ledger_id = current_ledger();
