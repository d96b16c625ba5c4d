"""How rows look in Zuora's answers, where they are kept otherwise: nested tax items, accounts in parts."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from settlebook import AccountRow, Row
from settlebook.api.schemas import answer_schema, object_of
from settlebook.audit.explain import Explanation, Step
from settlebook.queries.items import ItemRow

_NUMBERS = {
    "exemptAmount",
    "numberOfDeliveries",
    "quantity",
    "taxRate",
    "unitPrice",
    "applicableTaxUnRounded",
}
_NUMERAL = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?", re.ASCII)
_TEXT, _NUMBER, _DAY = {"type": "string"}, {"type": "number"}, {"type": "string", "format": "date"}


def fields_of(row: Row) -> dict[str, Any]:
    return row.model_dump(by_alias=True, exclude_none=True)


def without_items(row: Row) -> dict[str, Any]:
    """A document's own fields; its items have a list of their own."""
    found = fields_of(row)
    found.pop("items", None)
    return found


def item_shown(row: ItemRow) -> dict[str, Any]:
    """An item with its tax items under `data`."""
    found = with_numbers(fields_of(row))
    found["taxationItems"] = {"data": [with_numbers(tax) for tax in found.get("taxationItems", ())]}
    return found


def tax_shown(row: Row) -> dict[str, Any]:
    return with_numbers(fields_of(row))


def with_numbers(found: dict[str, Any]) -> dict[str, Any]:
    """What describes an item by a number is given back as one, though it may have come as text."""
    for name in _NUMBERS & found.keys():
        text = found[name]
        if isinstance(text, str) and _NUMERAL.fullmatch(text):
            found[name] = Decimal(text)
    return found


def item_schema(row: type[BaseModel]) -> dict[str, Any]:
    schema = answer_schema(row)
    taxes = object_of(data=schema["properties"]["taxationItems"])
    return {**schema, "properties": {**schema["properties"], "taxationItems": taxes}}


def document_schema(row: type[BaseModel]) -> dict[str, Any]:
    schema = answer_schema(row)
    return {
        **schema,
        "properties": {name: each for name, each in schema["properties"].items() if name != "items"},
    }


def named(schema: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """The schema with more properties."""
    return {**schema, "properties": {**schema.get("properties", {}), **more}}


_BILLING = {
    "additionalEmailAddresses",
    "autoPay",
    "bcdSettingOption",
    "billCycleDay",
    "currency",
    "gatewayRoutingEligible",
    "invoiceDeliveryPrefsEmail",
    "invoiceDeliveryPrefsPrint",
    "paymentGateway",
    "paymentGatewayNumber",
    "paymentMethodCascadingConsent",
    "paymentTerm",
    "rollUpUsage",
}
_BESIDE = {
    "billToContact",
    "eReportingProfile",
    "einvoiceProfile",
    "metrics",
    "metricsData",
    "shipToContact",
    "soldToContact",
    "taxInfo",
}


def account_shown(row: AccountRow) -> dict[str, Any]:
    """An account as Zuora tells it: who it is, how it is billed, what it owes, whom to write to."""
    found = fields_of(row)
    beside = {name: found.pop(name) for name in list(found) if name in _BESIDE}
    billing = {name: found.pop(name) for name in list(found) if name in _BILLING}
    metrics = {"contractedMrr": Decimal(0)}
    beside["metrics"] = metrics | beside["metrics"]
    beside["metricsData"] = [metrics | each for each in beside["metricsData"]]
    return {"basicInfo": found, "billingAndPayment": billing, **beside}


def account_schema() -> dict[str, Any]:
    metrics = answer_schema(AccountRow)["properties"]["metrics"]
    return object_of(
        success={"const": True},
        basicInfo=object_of(
            id=_TEXT, name=_TEXT, accountNumber=_TEXT, status=_TEXT, parentId=_TEXT, notes=_TEXT
        ),
        billingAndPayment=object_of(currency=_TEXT),
        metrics=metrics,
        metricsData={"type": "array", "items": metrics},
        billToContact={"type": "object"},
        soldToContact={"type": "object"},
    )


def explanation_shown(found: Explanation) -> dict[str, Any]:
    return {
        "itemId": found.item_id,
        "item": found.item,
        "documentType": found.document_kind,
        "currency": found.balance.currency,
        "balance": found.balance,
        "steps": [_step_shown(step) for step in found.steps],
    }


def _step_shown(step: Step) -> dict[str, Any]:
    told = {
        "position": step.position,
        "effectiveDate": step.effective_on,
        "recordedOn": step.recorded_at,
        "event": step.event,
        "topic": step.topic,
        "createdById": step.actor,
        "moved": step.moved,
        "balance": step.balance,
        "applicationId": step.application_id,
        "undoes": step.undoes,
        "policy": step.policy.name if step.policy else None,
        "policyVersion": step.policy.version if step.policy else None,
        "counterpart": step.counterpart,
        "sentence": step.sentence,
    }
    return {name: value for name, value in told.items() if value is not None}


_STEP = object_of(
    position={"type": "integer"},
    effectiveDate=_DAY,
    recordedOn=_TEXT,
    event=_TEXT,
    topic=_TEXT,
    createdById=_TEXT,
    moved=_NUMBER,
    balance=_NUMBER,
    applicationId=_TEXT,
    undoes=_TEXT,
    policy=_TEXT,
    policyVersion={"type": "integer"},
    counterpart=_TEXT,
    sentence=_TEXT,
)
EXPLANATION = object_of(
    itemId=_TEXT,
    item=_TEXT,
    documentType=_TEXT,
    currency=_TEXT,
    balance=_NUMBER,
    steps={"type": "array", "items": _STEP},
)
