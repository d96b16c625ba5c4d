"""What a service is: it loads states from the books, decides, records the facts, and answers."""

from collections.abc import Callable, Mapping
from typing import Any

from settlebook.commands import Command
from settlebook.ledger.deciding.books import Books
from settlebook.ledger.requests.outcome import Outcome

Service = Callable[[Books, Any], Outcome]
Services = Mapping[type[Command], Service]
