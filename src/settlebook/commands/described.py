"""The fields of Zuora that only describe documents, items, taxes, payments and refunds: kept, and given back.

Names and lengths are those of Zuora's REST request models (OpenAPI of 2025-08-12) and of its objects.
"""

from typing import Annotated, Literal

from settlebook.commands.base import Part
from settlebook.commands.fields import ProcessingType
from settlebook.commands.kept import (
    KEPT,
    KeptDay,
    KeptFlag,
    KeptLongText,
    KeptNumber,
    KeptShortText,
    KeptText,
    KeptWhole,
)


class FinanceInformation(Part):
    """Codes of the general ledger, for export; Settlebook keeps no general ledger of its own."""

    accounts_receivable_accounting_code: KeptShortText = None
    bank_account_accounting_code: KeptShortText = None
    deferred_revenue_accounting_code: KeptShortText = None
    non_revenue_write_off_accounting_code: KeptShortText = None
    on_account_accounting_code: KeptShortText = None
    recognized_revenue_accounting_code: KeptShortText = None
    revenue_recognition_rule_name: KeptShortText = None
    sales_tax_payable_accounting_code: KeptShortText = None
    transferred_to_accounting: KeptShortText = None
    unapplied_payment_accounting_code: KeptShortText = None


class DescribedItem(Part):
    """What any item of a document says of what was sold."""

    accounting_code: KeptShortText = None
    booking_reference: KeptShortText = None
    charge_date: KeptText = None
    charge_id: KeptText = None
    charge_description: KeptText = None
    charge_name: KeptText = None
    charge_number: KeptText = None
    comment: KeptText = None
    deferred_revenue_accounting_code: KeptShortText = None
    description: KeptLongText = None
    exclude_item_billing_from_revenue_accounting: KeptFlag = None
    finance_information: Annotated[FinanceInformation | None, KEPT] = None
    item_type: KeptText = None
    processing_type: Annotated[ProcessingType | None, KEPT] = None
    product_name: KeptText = None
    product_rate_plan_charge_id: KeptText = None
    purchase_order_number: KeptShortText = None
    quantity: KeptNumber = None
    recognized_revenue_accounting_code: KeptShortText = None
    revenue_recognition_rule_name: KeptText = None
    service_end_date: KeptDay = None
    service_start_date: KeptDay = None
    sku: KeptText = None
    sku_name: KeptText = None
    source_item_type: KeptText = None
    subscription_id: KeptText = None
    subscription_number: KeptText = None
    tax_code: KeptText = None
    unit_of_measure: KeptText = None
    unit_price: KeptNumber = None
    uom: KeptText = None


class DescribedInvoiceItem(DescribedItem):
    """What an invoice item says beyond what every item says."""

    accounts_receivable_accounting_code: KeptShortText = None
    adjustment_liability_accounting_code: KeptShortText = None
    adjustment_revenue_accounting_code: KeptShortText = None
    contract_asset_accounting_code: KeptShortText = None
    contract_liability_accounting_code: KeptShortText = None
    contract_recognized_revenue_accounting_code: KeptShortText = None
    rev_rec_code: KeptShortText = None
    rev_rec_start_date: KeptDay = None
    rev_rec_trigger_condition: KeptText = None
    unbilled_receivables_accounting_code: KeptShortText = None


class DescribedTax(Part):
    """What a tax item says of its tax."""

    applicable_tax_un_rounded: KeptNumber = None
    accounting_code: KeptShortText = None
    country: KeptText = None
    exempt_amount: KeptNumber = None
    finance_information: Annotated[FinanceInformation | None, KEPT] = None
    jurisdiction: KeptText = None
    location_code: KeptText = None
    tax_code: KeptText = None
    tax_code_description: KeptText = None
    tax_date: KeptDay = None
    tax_exempt_amount: KeptNumber = None
    tax_rate: KeptNumber = None
    tax_rate_description: KeptText = None
    tax_rate_type: KeptText = None


class DescribedDocument(Part):
    """What any document says above its items."""

    bill_to_contact_id: KeptText = None
    communication_profile_id: KeptText = None
    finance_information: Annotated[FinanceInformation | None, KEPT] = None
    invoice_group_number: KeptText = None
    organization_label: KeptText = None
    payment_term: KeptShortText = None
    ship_to_contact_id: KeptText = None
    sold_to_contact_id: KeptText = None
    source: KeptText = None
    source_id: KeptText = None
    source_type: KeptText = None
    target_date: KeptDay = None
    tax_auto_calculation: KeptFlag = None  # there is no tax engine; taxes are those that the request names
    template_id: KeptText = None
    transferred_to_accounting: KeptText = None


class DescribedInvoice(DescribedDocument):
    """What an invoice says beyond what every document says."""

    bill_run_id: KeptText = None
    ship_to_same_as_bill_to: KeptFlag = None
    sold_to_same_as_bill_to: KeptFlag = None


class DescribedMemo(DescribedDocument):
    """What a credit or debit memo says beyond what every document says."""

    exclude_from_auto_apply_rules: KeptFlag = None
    reason_code: KeptText = None
    revenue_impacting: KeptText = None


class DescribedMoney(Part):
    """What payments and refunds say of how the money moved outside: traces of gateways, never asked."""

    finance_information: Annotated[FinanceInformation | None, KEPT] = None
    gateway_id: KeptText = None
    gateway_reconciliation_reason: KeptText = None
    gateway_reconciliation_status: KeptText = None
    gateway_response: KeptText = None
    gateway_response_code: KeptText = None
    gateway_state: KeptText = None
    marked_for_submission_on: KeptText = None
    organization_label: KeptText = None
    payment_gateway_number: KeptText = None
    payment_method_id: KeptText = None
    payout_id: KeptText = None
    reference_id: KeptShortText = None
    settled_on: KeptText = None
    soft_descriptor: KeptText = None
    soft_descriptor_phone: KeptText = None
    submitted_on: KeptText = None


class DescribedPayment(DescribedMoney):
    """What a payment says of itself."""

    auth_transaction_id: KeptText = None
    bank_identification_number: KeptText = None
    gateway_order_id: KeptText = None
    payment_method_type: KeptText = None
    second_payment_reference_id: KeptShortText = None
    source: KeptText = None
    source_name: KeptText = None


MethodType = Literal[
    "ACH", "ApplePay", "BankTransfer", "Cash", "Check", "CreditCard", "CreditCardReferenceTransaction",
    "DebitCard", "Other", "PayPal", "WireTransfer",
]  # fmt: skip


class DescribedRefund(DescribedMoney):
    """What a refund says of itself."""

    method_type: Annotated[MethodType | None, KEPT] = None
    reason_code: KeptText = None
    refund_transaction_type: Annotated[Literal["Chargeback", "PaymentReversal"] | None, KEPT] = None
    second_refund_reference_id: KeptShortText = None
    source_type: KeptText = None


class DescribedAccount(Part):
    """What an account says of how its customer is billed; contacts and names are personal."""

    batch: KeptText = None
    bill_cycle_day: KeptWhole = None
    communication_profile_id: KeptText = None
    communication_profile_name: KeptText = None
    credit_memo_reason_code: KeptText = None
    credit_memo_template_id: KeptText = None
    crm_id: KeptShortText = None
    debit_memo_template_id: KeptText = None
    default_payment_method_id: KeptText = None
    finance_information: Annotated[FinanceInformation | None, KEPT] = None
    gateway_id: KeptText = None
    invoice_delivery_prefs_email: KeptFlag = None
    invoice_delivery_prefs_print: KeptFlag = None
    invoice_template_id: KeptText = None
    organization_label: KeptText = None
    payment_gateway: KeptText = None
    payment_gateway_name: KeptText = None
    payment_gateway_number: KeptText = None
    payment_method_id: KeptText = None
    payment_term: KeptShortText = None
    profile_number: KeptText = None
    purchase_order_number: KeptShortText = None
    roll_up_usage: KeptFlag = None
    ship_to_same_as_bill_to: KeptFlag = None
    sold_to_same_as_bill_to: KeptFlag = None
    summary_statement_template_id: KeptText = None
    tagging: KeptText = None
