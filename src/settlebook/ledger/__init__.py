"""The log: what was asked, what happened, what was answered; and the one way to add to it.

    opening     puts the parts together: LedgerLog
    previews    commands are decided as if they were recorded, and forgotten
    committing  callers line up; whoever is first leads a batch for all who wait
                what the commands of a batch name is read for all of them at once
                a batch is tried until it is recorded: lost races are decided again, lost answers looked up
                everything of it is appended in one statement, under expectations
    deciding    one try at a batch: every command is decided on what the ones before it have decided
                books are what a decision sees and where it records; layer and reads stand behind them
    states      what the facts of each stream add up to, remembered and brought forward
    requests    what is asked under a key, and what it is answered for ever
    identity    which ledgers there are, their names, their days, and which history each tells
    log         streams, pages and subscriptions
                the same log to the eventsourcing library, for projections written in Python
                beside it, what may be forgotten
    database    connections, statements, migrations
    errors      why a ledger cannot be opened or answer

Each imports only from those below it. What is stored, and what it means, is written down in docs/log.md.
"""
