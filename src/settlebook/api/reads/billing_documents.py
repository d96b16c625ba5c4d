"""Documents of one account, whatever their kind."""

from fastapi import Request

from settlebook.api.caller import Role, Scope, allowed
from settlebook.api.context import Reading
from settlebook.api.reads.listed import ListRoute, answer_of, row_schema
from settlebook.api.reads.listed import add as add_list_route
from settlebook.api.reads.paging import parameters_of, selection_of
from settlebook.api.reads.route import Reads
from settlebook.api.wire import Wire
from settlebook.domain.errors import InvalidRequest
from settlebook.queries.listing.lists import BILLING_DOCUMENTS

reads = Reads("Billing documents", Scope.FILTERED)
ROUTE = ListRoute(
    "/v1/billing-documents",
    "documents",
    "Invoices, debit memos and credit memos of one account.",
    row_schema(BILLING_DOCUMENTS),
)


def documents(context: Reading, request: Request) -> Wire:
    given = request.query_params
    if context.account is None and not (given.get("accountId") or given.get("accountNumber")):
        raise InvalidRequest("accountId", "it is required, unless accountNumber is given")
    selection = selection_of(request, BILLING_DOCUMENTS.listing, context.account)
    return answer_of(
        request, ROUTE, selection, context.ledger.page_of(BILLING_DOCUMENTS, selection, **context.when)
    )


add_list_route(
    reads.router,
    ROUTE,
    documents,
    allowed(Role.VIEWER, Scope.FILTERED),
    parameters_of(BILLING_DOCUMENTS.listing),
)
