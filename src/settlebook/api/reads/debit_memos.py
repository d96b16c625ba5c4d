"""Reads of debit memos: one, its items and tax items, what settles it, what became of it; and lists."""

from settlebook import DebitMemoItemRow, DebitMemoTaxRow, Ledger
from settlebook.api.caller import Scope
from settlebook.api.reads.documents import Documents, add_application_parts, add_documents
from settlebook.api.reads.histories import add_nettings
from settlebook.api.reads.route import Reads
from settlebook.queries.listing.lists import DEBIT_MEMO_ITEMS, DEBIT_MEMOS

reads = Reads("Debit memos", Scope.DEBIT_MEMO)
DEBIT_MEMO_KIND = Documents(
    paths=("/v1/debit-memos", "/v1/debitmemos"),
    scope=Scope.DEBIT_MEMO,
    name="debitmemos",
    items="items",
    listed=DEBIT_MEMOS,
    listed_items=DEBIT_MEMO_ITEMS,
    item=DebitMemoItemRow,
    tax=DebitMemoTaxRow,
    one=Ledger.debit_memo,
)
add_documents(reads, DEBIT_MEMO_KIND)
_NETTINGS, *_ALIASES = DEBIT_MEMO_KIND.under("/nettings")
add_nettings(reads, _NETTINGS, DEBIT_MEMO_KIND.listed.kind, Ledger.debit_memo_nettings, *_ALIASES)
add_application_parts(reads, DEBIT_MEMO_KIND, Ledger.debit_memo_applications)
