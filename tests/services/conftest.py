"""Books in memory with an account, and an invoice that is open."""

from datetime import date

import pytest

from tests.memory_books import MemoryBooks

TODAY = date(2024, 3, 10)


@pytest.fixture
def books() -> MemoryBooks:
    books = MemoryBooks(TODAY)
    books.do("account.create", name="Ada", currency="GBP", accountNumber="A-1")
    return books


@pytest.fixture
def invoiced(books: MemoryBooks) -> MemoryBooks:
    """INV-1 over 150.00: seats 80.00 with tax of 20.00, support 50.00."""
    books.do(
        "invoice.create",
        accountNumber="A-1",
        number="INV-1",
        invoiceDate="2024-03-01",
        status="Posted",
        invoiceItems=[
            {"amount": "80.00", "sku": "seats", "taxItems": [{"name": "VAT", "taxAmount": "20.00"}]},
            {"amount": "50.00", "sku": "support"},
        ],
    )
    return books


@pytest.fixture
def paid(invoiced: MemoryBooks) -> MemoryBooks:
    """P-1 over 120.00, all of it unapplied."""
    invoiced.do("payment.create", accountNumber="A-1", number="P-1", amount="120.00")
    return invoiced
