"""How the columns of the Data Query views are spelled where case counts, and what holds no text."""

POSITION = (
    "createdPosition"  # of the event that recorded it first; no event is recorded before an earlier one
)

# By object, in the order of its view; without `customFields`: see `Shape.column`.
COLUMNS = {
    "Account": """
        id:id accountNumber name currency status parentId:id balance:number totalInvoiceBalance:number
        totalDebitMemoBalance:number unappliedBalance:number unappliedPaymentAmount:number
        unappliedCreditMemoAmount:number reservedPaymentAmount:number creditBalance:number
        contractedMrr:number batch billCycleDay:number communicationProfileId creditMemoTemplateId crmId
        debitMemoTemplateId defaultPaymentMethodId invoiceDeliveryPrefsEmail:truth
        invoiceDeliveryPrefsPrint:truth invoiceTemplateId paymentGateway paymentTerm purchaseOrderNumber
        rollUpUsage:truth createdById createdDate:instant updatedById updatedDate:instant
        createdPosition:count
    """,
    "Invoice": """
        id:id accountId:id adjustmentAmount:number amount:number amountWithoutTax:number autoPay:truth
        balance:number billToContactId billToContactSnapshotId comments creditBalanceAdjustmentAmount:number
        creditMemoAmount:number currency dueDate:day includesOneTime:truth includesRecurring:truth
        includesUsage:truth invoiceDate:day invoiceGroupNumber invoiceNumber isSplit:truth lastEmailSentDate
        organizationId paymentAmount:number postedBy postedDate:instant refundAmount:number reversed:truth
        sequenceSetId soldToContactId soldToContactSnapshotId shipToContactId shipToContactSnapshotId source
        sourceId sourceType status targetDate:day taxAmount:number taxExemptAmount:number taxStatus
        taxMessage templateId communicationProfileId transferredToAccounting paymentLink createdById
        createdDate:instant updatedById updatedDate:instant paymentTerm splitFromInvoiceId:id cancelledById
        cancelledOn:instant createdPosition:count
    """,
    "InvoiceItem": """
        id:id invoiceId:id invoiceScheduleId invoiceScheduleItemId ratePlanChargeId productRatePlanChargeId
        accountingCode appliedToInvoiceItemId:id chargeAmount:number chargeDate chargeName chargeNumber
        commitmentChargeNumber commitmentChargeSegmentNumber description discountAmount:number
        excludeItemBillingFromRevenueAccounting:truth fulfillmentId commitmentId commitmentPeriodId
        itemShipToContactId itemSoldToContactId itemSoldToContactSnapshotId processingType quantity:number
        reflectDiscountInNetAmount:truth revRecStartDate:day serviceEndDate:day serviceStartDate:day sKU
        sourceItemType orderLineItemId subscriptionId subscriptionNumber taxAmount:number taxCode
        taxExemptAmount:number taxMode unitPrice:number uOM balance:number numberOfDeliveries:number
        createdById createdDate:instant updatedById updatedDate:instant parentAccountId:id billToContactId
        soldToContactId shipToContactId defaultPaymentMethodId adjustmentLiabilityAccountingCodeId:id
        adjustmentRevenueAccountingCodeId:id accountReceivableAccountingCodeId:id
        contractAssetAccountingCodeId:id contractLiabilityAccountingCodeId:id
        contractRecognizedRevenueAccountingCodeId:id deferredRevenueAccountingCodeId:id
        recognizedRevenueAccountingCodeId:id unbilledReceivablesAccountingCodeId:id accountId:id
        billToContactSnapshotId soldToContactSnapshotId shipToContactSnapshotId journalEntryId
        bookingReference itemType purchaseOrderNumber revRecCode revRecTriggerCondition
        revenueRecognitionRuleName productId productRatePlanId amendmentId ratePlanId subscriptionOwnerId
        itemNumber lineNumber:count
    """,
    "TaxationItem": """
        id:id createdById createdDate:instant creditAmount:number updatedById updatedDate:instant
        accountingCode exemptAmount:number invoiceItemId:id jurisdiction locationCode name
        paymentAmount:number taxableAmount:number taxAmount:number taxAmountUnrounded:number countryCode
        taxCodeDescription customerCode exemptCertificate sellerRegistration taxDescription taxRuleId
        taxCode taxMode taxDate:day periodEndDate:day periodStartDate:day taxRate:number taxRateDescription
        taxRateType balance:number accountReceivableAccountingCodeId:id salesTaxPayableAccountingCodeId:id
        journalEntryId taxableItemSnapshotId itemNumber lineNumber:count
    """,
    "DebitMemo": """
        id:id autoPay:truth balance:number billToContactId billToContactSnapshotId cancelledById
        cancelledOn:instant comments creditMemoId:id currency discountAmount:number dueDate:day
        exchangeRateDate:day invoiceGroupNumber communicationProfileId memoDate:day memoNumber postedById
        postedOn:instant reasonCode referredDebitMemoId:id sequenceSetId shipToContactSnapshotId
        soldToContactSnapshotId source sourceType status targetDate:day taxAmount:number
        taxAutoCalculation:truth taxMessage taxStatus totalAmount:number totalAmountWithoutTax:number
        totalTaxExemptAmount:number transferredToAccounting invoiceId:id accountId:id createdById
        createdDate:instant updatedById updatedDate:instant soldToContactId paymentTerm
        createdPosition:count
    """,
    "DebitMemoItem": """
        id:id amount:number amountWithoutTax:number appliedToItemId:id appliedToOthersAmount:number
        beAppliedByOthersAmount:number chargeDate creditMemoItemId:id
        excludeItemBillingFromRevenueAccounting:truth description itemShipToContactId itemSoldToContactId
        itemSoldToContactSnapshotId processingType quantity:number serviceEndDate:day serviceStartDate:day
        sku sourceItemType chargeName chargeNumber taxAmount:number taxCodeName taxExemptAmount:number
        taxMode unitOfMeasure unitPrice:number subscriptionId subscriptionNumber invoiceItemId:id
        productRatePlanChargeId ratePlanChargeId debitMemoId:id balance:number
        reflectDiscountInNetAmount:truth createdById createdDate:instant updatedById updatedDate:instant
        accountReceivableAccountingCodeId:id deferredRevenueAccountingCodeId:id
        recognizedRevenueAccountingCodeId:id soldToContactSnapshotId billToContactSnapshotId
        shipToContactSnapshotId journalEntryId subscriptionOwnerId itemNumber lineNumber:count
        sourceItemId:id
    """,
    "DebitTaxationItem": """
        id:id accountingCode balance:number creditAmount:number exemptAmount:number jurisdiction
        locationCode name paymentAmount:number taxableAmount:number taxAmount:number taxCode
        taxCodeDescription taxDate:day periodEndDate:day periodStartDate:day taxMode taxRate:number
        taxRateDescription taxRateType debitMemoItemId:id taxableItemSnapshotId taxationItemId:id
        createdById createdDate:instant updatedById updatedDate:instant accountReceivableAccountingCodeId:id
        salesTaxPayableAccountingCodeId:id journalEntryId itemNumber lineNumber:count
    """,
    "CreditMemo": """
        id:id appliedAmount:number balance:number billToContactId billToContactSnapshotId cancelledById
        cancelledOn:instant comments currency discountAmount:number exchangeRateDate:day
        excludeFromAutoApplyRules:truth autoApplyUponPosting:truth invoiceGroupNumber memoDate:day
        memoNumber postedById postedOn:instant reasonCode refundAmount:number reversed:truth
        revenueImpacting sequenceSetId communicationProfileId shipToContactSnapshotId
        soldToContactSnapshotId source sourceType status targetDate:day taxAmount:number
        taxAutoCalculation:truth taxMessage taxStatus totalAmount:number totalAmountWithoutTax:number
        totalTaxExemptAmount:number transferredToAccounting invoiceId:id accountId:id createdById sourceId
        createdDate:instant updatedById updatedDate:instant debitMemoId:id createdPosition:count
    """,
    "CreditMemoItem": """
        id:id amount:number amountWithoutTax:number appliedToItemId:id appliedToOthersAmount:number
        beAppliedByOthersAmount:number chargeDate description excludeItemBillingFromRevenueAccounting:truth
        fulfillmentId invoiceScheduleId invoiceScheduleItemId itemShipToContactId itemSoldToContactId
        itemSoldToContactSnapshotId itemType orderLineItemId commitmentId commitmentPeriodId processingType
        purchaseOrderNumber quantity:number creditFromItemSource creditFromItemId:id serviceEndDate:day
        serviceStartDate:day sku sourceItemType chargeName chargeNumber commitmentChargeSegmentNumber
        commitmentChargeNumber taxAmount:number taxCodeName taxExemptAmount:number taxMode unitOfMeasure
        unitPrice:number unappliedAmount:number subscriptionId subscriptionNumber invoiceItemId:id
        productRatePlanChargeId ratePlanChargeId revenueRecognitionRuleName creditMemoId:id
        numberOfDeliveries:number reflectDiscountInNetAmount:truth revenueImpacting createdById
        createdDate:instant updatedById updatedDate:instant soldToContactSnapshotId billToContactSnapshotId
        shipToContactSnapshotId accountReceivableAccountingCodeId:id deferredRevenueAccountingCodeId:id
        nonRevenueWriteOffAccountingCodeId:id onAccountAccountingCodeId:id
        recognizedRevenueAccountingCodeId:id debitMemoItemId:id journalEntryId subscriptionOwnerId
        itemNumber lineNumber:count sourceItemId:id
    """,
    "CreditTaxationItem": """
        id:id accountingCode appliedAmount:number exemptAmount:number jurisdiction locationCode name
        refundAmount:number taxableAmount:number taxAmount:number taxCode taxCodeDescription taxDate:day
        periodEndDate:day periodStartDate:day taxMode taxRate:number taxRateDescription taxRateType
        unappliedAmount:number creditMemoItemId:id taxableItemSnapshotId taxationItemId:id createdById
        createdDate:instant updatedById updatedDate:instant accountReceivableAccountingCodeId:id
        onAccountAccountingCodeId:id salesTaxPayableAccountingCodeId:id journalEntryId itemNumber
        lineNumber:count
    """,
    "CreditMemoPart": """
        id:id createdById createdDate:instant updatedById updatedDate:instant amount:number accountId:id
        creditMemoId:id debitMemoId:id invoiceId:id
    """,
    "CreditMemoPartItem": """
        id:id amount:number creditMemoPartId:id creditMemoItemId:id creditTaxItemId:id invoiceItemId:id
        debitMemoItemId:id taxItemId:id createdById createdDate:instant updatedById updatedDate:instant
        itemNumber lineNumber:count creditItemNumber creditLineNumber:count
    """,
    "CreditMemoApplication": """
        id:id createdById createdDate:instant updatedById updatedDate:instant amount:number
        effectiveDate:day creditMemoId:id accountId:id applicationGroupId:id debitMemoId:id invoiceId:id
        type signedAmount:number
    """,
    "CreditMemoApplicationItem": """
        id:id amount:number creditMemoApplicationId:id creditMemoItemId:id creditTaxItemId:id
        invoiceItemId:id debitMemoItemId:id taxItemId:id effectiveDate:day applicationGroupId:id
        onAccountAccountingCodeId:id accountReceivableAccountingCodeId:id journalEntryId:id createdById
        createdDate:instant updatedById updatedDate:instant type signedAmount:number itemNumber
        lineNumber:count creditItemNumber creditLineNumber:count
    """,
    "Payment": """
        id:id accountId:id accountingCode amount:number appliedAmount:number
        appliedCreditBalanceAmount:number authTransactionId bankIdentificationNumber cancelledOn:instant
        comment currency effectiveDate:day gatewayOrderId gatewayReconciliationReason
        gatewayReconciliationStatus gatewayResponse gatewayResponseCode gatewayState gatewayTransactionState
        isStandalone:truth markedForSubmissionOn paymentMethodId paymentMethodSnapshotId paymentOptionId
        paymentNumber payoutId prepayment:truth referencedPaymentID referenceId refundAmount:number
        secondPaymentReferenceId settledOn softDescriptor softDescriptorPhone source sourceName status
        submittedOn transferredToAccounting transactionSource type unappliedAmount:number createdById
        createdDate:instant updatedById updatedDate:instant lastEmailDateTime gatewayRoutingExecutionId
        gateway transferredAmount:number transferredFromPaymentId:id createdPosition:count
    """,
    "PaymentPart": """
        id:id createdById createdDate:instant updatedById updatedDate:instant amount:number debitMemoId:id
        paymentId:id invoiceId:id accountId:id billingDocumentOwnerId:id
    """,
    "PaymentPartItem": """
        id:id amount:number paymentPartId:id invoiceItemId:id debitMemoItemId:id taxItemId:id createdById
        createdDate:instant updatedById updatedDate:instant itemNumber lineNumber:count
    """,
    "PaymentApplication": """
        id:id applyAmount:number effectiveDate:day paymentApplicationStatus accountId:id paymentId:id
        invoiceId:id applicationGroupId:id debitMemoId:id createdById createdDate:instant updatedById
        updatedDate:instant billingDocumentOwnerId:id accountReceivableAccountingCodeId:id
        cashAccountingCodeId:id unappliedPaymentAccountingCodeId:id journalEntryId:id type
        signedAmount:number
    """,
    "PaymentApplicationItem": """
        id:id amount:number effectiveDate:day paymentApplicationId:id applicationGroupId:id invoiceItemId:id
        debitMemoItemId:id taxItemId:id accountReceivableAccountingCodeId:id cashAccountingCodeId:id
        unappliedPaymentAccountingCodeId:id journalEntryId:id createdById createdDate:instant updatedById
        updatedDate:instant type signedAmount:number itemNumber lineNumber:count
    """,
    "Refund": """
        id:id accountId:id paymentMethodSnapshotId accountingCode amount:number cancelledOn:instant comment
        currency gatewayReconciliationReason gatewayReconciliationStatus gatewayResponse gatewayResponseCode
        gatewayState markedForSubmissionOn methodType paymentMethodId payoutId reasonCode referenceID
        refundDate:day refundNumber refundTransactionTime:instant secondRefundReferenceId settledOn
        softDescriptor softDescriptorPhone sourceType status submittedOn transferredToAccounting type
        createdById createdDate:instant updatedById updatedDate:instant associatedTransactionNumber gateway
        refundTransactionType createdPosition:count
    """,
    "RefundPart": """
        id:id amount:number refundId:id paymentId:id creditMemoId:id createdById createdDate:instant
        updatedById updatedDate:instant
    """,
    "RefundPartItem": """
        id:id amount:number refundPartId:id creditMemoItemId:id creditTaxItemId:id createdById
        createdDate:instant updatedById updatedDate:instant itemNumber lineNumber:count
    """,
    "RefundApplication": """
        id:id accountId:id applicationGroupId:id applyAmount:number creditMemoId:id effectiveDate:day
        invoiceId:id paymentId:id refundId:id createdById createdDate:instant updatedById
        updatedDate:instant accountReceivableAccountingCodeId:id cashAccountingCodeId:id
        onAccountAccountingCodeId:id unappliedPaymentAccountingCodeId:id journalEntryId:id type
        signedAmount:number
    """,
    "RefundApplicationItem": """
        id:id amount:number effectiveDate:day applicationGroupId:id refundApplicationId:id createdById
        createdDate:instant updatedById updatedDate:instant creditMemoItemId:id creditTaxationItemId:id
        accountReceivableAccountingCodeId:id cashAccountingCodeId:id onAccountAccountingCodeId:id
        unappliedPaymentAccountingCodeId:id journalEntryId:id itemNumber lineNumber:count type
        signedAmount:number
    """,
    "ApplicationGroup": """
        id:id operationDate:day createdById createdDate:instant updatedById updatedDate:instant
    """,
    "JournalEntry": """
        id:id number transactionType subtype status amount:number currency effectiveDate:day
        journalEntryDate:day accountingPeriodId:id accountingPeriodName journalRunId:id
        transferredToAccounting accountId:id applicationGroupId:id applicationId:id applicationItemId:id
        debitAccountingCodeId:id debitAccountingCode debitAccountingCodeType creditAccountingCodeId:id
        creditAccountingCode creditAccountingCodeType createdById createdDate:instant updatedById
        updatedDate:instant
    """,
    "JournalRun": """
        id:id number status targetStartDate:day targetEndDate:day journalEntryDate:day accountingPeriodId:id
        transactionTypes:texts totalJournalEntryCount:count cancelledOn:instant createdById
        createdDate:instant updatedById updatedDate:instant
    """,
    "AccountingPeriod": """
        id:id name startDate:day endDate:day fiscalYear:number fiscalQuarter:number status notes createdById
        createdDate:instant updatedById updatedDate:instant
    """,
    "AccountingCode": """
        id:id name type status category glAccountName glAccountNumber notes createdById createdDate:instant
        updatedById updatedDate:instant
    """,
}
