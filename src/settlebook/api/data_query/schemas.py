"""What OpenAPI says of Data Query."""

from typing import Any

from settlebook.api.data_query.asked import Compression, Format
from settlebook.api.schemas import FAILURES, object_of

_TEXT, _COUNT, _TRUTH = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}
_ONE = object_of(
    id={"type": "string", "minLength": 36, "maxLength": 36},
    createdBy=_TEXT,
    query=_TEXT,
    sourceData=_TEXT,
    outputFormat=_TEXT,
    compression=_TEXT,
    useIndexJoin=_TRUTH,
    queryStatus=_TEXT,
    remainingRetries=_COUNT,
    updatedOn={"type": "string", "description": "ISO 8601, with its offset."},
    dataFile={"type": "string", "description": "A link to the file; it needs no token, and expires."},
    outputRows=_COUNT,
    processingTime={"type": "integer", "description": "Milliseconds."},
    errorCode=_TEXT,
    errorMessage=_TEXT,
)
JOB = object_of(data=_ONE)
JOBS = object_of(data={"type": "array", "items": _ONE})
FILE: dict[int | str, dict[str, Any]] = {
    200: {"description": "The file", "content": {"application/octet-stream": {}}},
    **FAILURES,
}
_BODY = {
    **object_of(
        query={"type": "string", "description": "One statement in SQL; SHOW TABLES and SHOW COLUMNS FROM t."},
        outputFormat={"enum": list(Format)},
        compression={"enum": list(Compression)},
        columnSeparator={"type": "string", "description": "Of DSV; | unless said."},
        readDeleted={"type": "boolean", "description": "Documents, payments and refunds that were deleted."},
        raw={"type": "boolean", "description": "Texts that a spreadsheet would run stay as they are."},
        output=object_of(target={"enum": ["S3"]}),
        sourceData={"enum": ["LIVE", "WAREHOUSE"]},
        useIndexJoin=_TRUTH,
        warehouseSize=_TEXT,
    ),
    "required": ["query"],
}
ASKED: dict[str, Any] = {"requestBody": {"content": {"application/json": {"schema": _BODY}}}}
