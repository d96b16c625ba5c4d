"""The command line: parses, calls the Python API and shows; it decides nothing.

asking     what is typed, as requests         books      verbs of documents, payments and refunds
showing    what people see                    finance    verbs of codes, periods and the journal
                                              files      what goes in and out
                                              proving    replay, verify, seals
                                              operating  settings, read models, queries, the server
"""

from settlebook.garbage import no_garbage

with no_garbage():  # as for the package itself: it is the start of every command
    from settlebook.cli.app import app, main

__all__ = ["app", "main"]
