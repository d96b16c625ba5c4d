"""What is wrong with a file as a whole; nothing of it is taken over then."""

from dataclasses import dataclass
from typing import ClassVar

from settlebook.domain.errors import Malformed


@dataclass(eq=False)
class CutFile(Malformed):
    """The file ends in the middle."""

    code: ClassVar[str] = "cut_file"
    MESSAGE: ClassVar[str] = "{file} ends in the middle: {problem}"
    REMEDY: ClassVar[str] = "Get the whole file and give it again."
    file: str
    problem: str


@dataclass(eq=False)
class DamagedFile(Malformed):
    """The compressed file does not unpack to what was packed."""

    code: ClassVar[str] = "damaged_file"
    MESSAGE: ClassVar[str] = "{file} is damaged: {problem}"
    REMEDY: ClassVar[str] = "Get the file again."
    file: str
    problem: str


@dataclass(eq=False)
class EndlessDocument(Malformed):
    """One document has more lines than any real one."""

    code: ClassVar[str] = "endless_document"
    MESSAGE: ClassVar[str] = "{number} has more than {most} lines in {file}"
    REMEDY: ClassVar[str] = "Is it the right file? Nothing was imported."
    file: str
    number: str
    most: int


@dataclass(eq=False)
class FileInflates(Malformed):
    """A compressed file unpacks to far more than its size allows for: a gzip bomb, most likely."""

    code: ClassVar[str] = "file_inflates"
    MESSAGE: ClassVar[str] = "{file} unpacks to more than {ratio} times its size"
    REMEDY: ClassVar[str] = "If that is meant, unpack it yourself and give the plain file."
    file: str
    ratio: int


@dataclass(eq=False)
class LineTooLong(Malformed):
    """A line is longer than any real one; reading on would fill the memory."""

    code: ClassVar[str] = "line_too_long"
    MESSAGE: ClassVar[str] = "line {line} of {file} is longer than {longest} bytes"
    REMEDY: ClassVar[str] = "Is it the right file?"
    file: str
    line: int
    longest: int


@dataclass(eq=False)
class NoSuchExport(Malformed):
    """A file's name says which object's rows it holds."""

    code: ClassVar[str] = "no_such_export"
    MESSAGE: ClassVar[str] = "{file} is named for no object whose rows are understood"
    REMEDY: ClassVar[str] = (
        "Let its name begin with the object's, as in PaymentApplicationItem.csv or 'Invoice Payment.csv'."
    )
    file: str


@dataclass(eq=False)
class NotUtf8(Malformed):
    """The file is text in another encoding."""

    code: ClassVar[str] = "not_utf_8"
    MESSAGE: ClassVar[str] = "{file} is UTF-16"
    REMEDY: ClassVar[str] = "Save it as UTF-8 (in a spreadsheet: CSV UTF-8) and give that."
    file: str


@dataclass(eq=False)
class CsvOfDocuments(Malformed):
    """A file that is read as NDJSON is CSV."""

    code: ClassVar[str] = "csv_of_documents"
    MESSAGE: ClassVar[str] = "{file} is CSV, and documents are read from NDJSON, a JSON object a line"
    REMEDY: ClassVar[str] = "For the sales of a shop: --format online-retail."
    file: str


@dataclass(eq=False)
class OtherColumns(Malformed):
    """The first line does not name the columns of the format."""

    code: ClassVar[str] = "other_columns"
    MESSAGE: ClassVar[str] = "the first line of {file} has {found}; the format has the columns {expected}"
    REMEDY: ClassVar[str] = "Check the file and --format."
    file: str
    found: str
    expected: str


@dataclass(eq=False)
class LacksColumns(OtherColumns):
    """The first line lacks columns that every row needs."""

    MESSAGE: ClassVar[str] = "the first line of {file} has {found}; every row needs {expected}"
    REMEDY: ClassVar[str] = "Check the file, and its name, which says which object's rows it holds."


@dataclass(eq=False)
class UnclosedQuote(Malformed):
    """A quote swallows the lines after it, so nobody can say where records begin."""

    code: ClassVar[str] = "unclosed_quote"
    MESSAGE: ClassVar[str] = (
        "{file} cannot be read from line {line} on, a quote seems to be missing: {problem}"
    )
    REMEDY: ClassVar[str] = "Mend that line; nothing was imported."
    file: str
    line: int
    problem: str
