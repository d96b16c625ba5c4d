"""The keys of Zuora's REST answers, by the names of its models: what clients of them expect to find."""

KEYS: dict[str, set[str]] = {
    name: set(keys.split())
    for name, keys in {
        "PaymentResponse": """
            accountId accountNumber amount appliedAmount authTransactionId
            bankIdentificationNumber cancelledOn comment createdById createdDate
            creditBalanceAmount currency effectiveDate financeInformation gatewayId
            gatewayOrderId gatewayReconciliationReason gatewayReconciliationStatus
            gatewayResponse gatewayResponseCode gatewayState id markedForSubmissionOn
            merchantAdviceCode merchantAdviceCodeDescription
            merchantAdviceCodeRecommendation networkResponseCode
            networkResponseCodeDescription number paymentMethodId paymentMethodSnapshotId
            paymentOption paymentScheduleKey payoutId prepayment referenceId refundAmount
            secondPaymentReferenceId settledOn softDescriptor softDescriptorPhone standalone
            status submittedOn type unappliedAmount updatedById updatedDate
        """,
        "PaymentPart": """
            amount createdById createdDate debitMemoId id invoiceId updatedById updatedDate
            organizationLabel billingDocumentOwnerId
        """,
        "PaymentItemPart": """
            amount createdById createdDate debitMemoItemId id invoiceItemId taxItemId
            updatedById updatedDate organizationLabel
        """,
        "RefundResponse": """
            accountId amount cancelledOn comment createdById createdDate creditMemoId
            financeInformation gatewayId paymentGatewayNumber gatewayReconciliationReason
            gatewayReconciliationStatus gatewayResponse gatewayResponseCode gatewayState id
            markedForSubmissionOn methodType number paymentId paymentNumber paymentMethodId
            paymentMethodSnapshotId payoutId reasonCode referenceId refundDate
            refundTransactionTime secondRefundReferenceId settledOn softDescriptor
            softDescriptorPhone status submittedOn organizationLabel type
            refundTransactionType updatedById updatedDate writeOffResults
        """,
        "RefundPart": """
            amount createdById createdDate creditMemoId id paymentId updatedById updatedDate
            organizationLabel
        """,
        "RefundItemPart": """
            amount createdById createdDate creditMemoItemId creditTaxItemId id updatedById
            updatedDate organizationLabel
        """,
        "CreditMemoResponse": """
            accountId accountNumber amount appliedAmount autoApplyUponPosting
            billToContactId cancelledById cancelledOn comment createdById createdDate
            creditMemoDate currency excludeFromAutoApplyRules id invoiceGroupNumber
            revenueImpacting latestPDFFileId number postedById postedOn reasonCode
            referredInvoiceId refundAmount reversed sequenceSetId source sourceId sourceType
            status targetDate taxAmount taxMessage taxStatus totalTaxExemptAmount
            transferredToAccounting taxAutoCalculation unappliedAmount updatedById
            updatedDate billToContactSnapshotId organizationLabel communicationProfileId
        """,
        "CreditMemoItem": """
            amount amountWithoutTax appliedAmount appliedToItemId comment commitmentId
            commitmentPeriodId createdById createdDate creditFromItemId creditFromItemSource
            creditTaxItems description excludeItemBillingFromRevenueAccounting
            financeInformation id invoiceScheduleId invoiceScheduleItemId processingType
            quantity refundAmount serviceEndDate serviceStartDate shipToContactId sku
            skuName soldToContactId soldToContactSnapshotId sourceItemId sourceItemType
            subscriptionId taxMode taxationItems unappliedAmount unitOfMeasure unitPrice
            updatedById updatedDate orderLineItemId itemType purchaseOrderNumber
            fulfillmentId numberOfDeliveries reflectDiscountInNetAmount revenueImpacting
        """,
        "GetCreditMemoTaxItemResponse": """
            appliedAmount exemptAmount financeInformation id jurisdiction locationCode name
            refundAmount sourceTaxItemId taxAmount taxCode taxCodeDescription taxDate
            taxRate taxRateDescription taxRateType unappliedAmount
        """,
        "CreditMemoPart": """
            amount createdById createdDate debitMemoId id invoiceId updatedById updatedDate
            organizationLabel
        """,
        "CreditMemoItemPart": """
            amount createdById createdDate creditMemoItemId creditTaxItemId debitMemoItemId
            id invoiceItemId taxItemId updatedById updatedDate organizationLabel
        """,
        "DebitMemoResponse": """
            accountId accountNumber amount autoPay balance beAppliedAmount billToContactId
            cancelledById cancelledOn comment createdById createdDate debitMemoDate dueDate
            id invoiceGroupNumber latestPDFFileId number paymentTerm postedById postedOn
            reasonCode referredCreditMemoId referredInvoiceId sequenceSetId soldToContactId
            soldToContactSnapshotId sourceType status targetDate taxAmount taxMessage
            taxStatus totalTaxExemptAmount transferredToAccounting updatedById updatedDate
            billToContactSnapshotId organizationLabel currency communicationProfileId
        """,
        "DebitMemoItem": """
            amount amountWithoutTax appliedToItemId balance beAppliedAmount comment
            createdById createdDate description excludeItemBillingFromRevenueAccounting
            financeInformation id processingType quantity reflectDiscountInNetAmount
            serviceEndDate serviceStartDate shipToContactId sku skuName soldToContactId
            soldToContactSnapshotId sourceItemId sourceItemType subscriptionId taxItems
            taxMode taxationItems unitOfMeasure unitPrice updatedById updatedDate
        """,
        "GetDebitMemoTaxItemNew": """
            appliedAmount balance creditAmount exemptAmount financeInformation id
            jurisdiction locationCode name paymentAmount refundAmount sourceTaxItemId
            taxAmount taxCode taxCodeDescription taxDate taxRate taxRateDescription
            taxRateType unappliedAmount
        """,
        "InvoiceResponse": """
            accountId adjustmentAmount amount amountWithoutTax autoPay balance billRunId
            billToContactId billToContactSnapshotId comments createdById createdDate
            creditBalanceAdjustmentAmount creditMemoAmount currency discount dueDate id
            includesOneTime includesRecurring includesUsage invoiceDate invoiceGroupNumber
            invoiceNumber lastEmailSentDate paymentAmount paymentTerm postedBy postedDate
            refundAmount sequenceSetId shipToContactId shipToContactSnapshotId
            soldToContactId soldToContactSnapshotId communicationProfileId source sourceId
            sourceType status targetDate taxAmount taxExemptAmount taxMessage taxStatus
            templateId transferredToAccounting updatedById updatedDate
        """,
        "InvoiceItem": """
            accountingCode adjustmentLiabilityAccountingCode adjustmentRevenueAccountingCode
            appliedToItemId availableToCreditAmount balance bookingReference chargeAmount
            chargeDate chargeDescription chargeId chargeName chargeType commitmentId
            commitmentPeriodId contractAssetAccountingCode contractLiabilityAccountingCode
            contractRecognizedRevenueAccountingCode deferredRevenueAccountingCode
            description excludeItemBillingFromRevenueAccounting id invoiceScheduleId
            invoiceScheduleItemId itemType processingType productName
            productRatePlanChargeId purchaseOrderNumber quantity
            recognizedRevenueAccountingCode revRecCode revRecTriggerCondition
            revRecStartDate revenueRecognitionRuleName serviceEndDate serviceStartDate
            shipToContactId sku soldToContactId soldToContactSnapshotId sourceItemType
            subscriptionId subscriptionName taxAmount taxCode taxMode taxationItems
            unbilledReceivablesAccountingCode unitOfMeasure unitPrice numberOfDeliveries
            reflectDiscountInNetAmount
        """,
        "InvoiceTaxationItem": """
            availableToCreditAmount balance creditAmount exemptAmount id jurisdiction
            locationCode name paymentAmount taxAmount taxCode taxCodeDescription taxDate
            taxRate taxRateDescription taxRateType
        """,
        "GetInvoiceApplicationPartRequest": """
            appliedAmount createdById createdDate creditMemoId paymentId updatedById
            updatedDate
        """,
        "AccountMetrics": """
            balance currency contractedMrr creditBalance reservedPaymentAmount
            totalDebitMemoBalance totalInvoiceBalance unappliedCreditMemoAmount
            unappliedPaymentAmount
        """,
    }.items()
}
