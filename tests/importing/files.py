"""Small files as tests write them: a shop's CSV, NDJSON, plain or gzip."""

import gzip
from collections.abc import Iterable
from pathlib import Path

HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"


def sale(number: str, **other: str) -> str:
    """A line of a CSV file: one lantern at 3.39 for customer 17850, but for what is said otherwise."""
    fields = {
        "stock_code": "71053",
        "description": "WHITE METAL LANTERN",
        "quantity": "1",
        "date": "2010-12-01 08:26",
        "price": "3.39",
        "customer": "17850",
        "country": "United Kingdom",
    } | other
    return ",".join([number, *fields.values()])


def shop(*lines: str, header: str = HEADER) -> str:
    return "".join(f"{line}\n" for line in (header, *lines))


def written(folder: Path, content: str | bytes, name: str = "sales.csv") -> str:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


def packed(folder: Path, content: str | bytes, name: str = "sales.csv.gz") -> str:
    return written(folder, gzip.compress(content.encode() if isinstance(content, str) else content), name)


def joined(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
