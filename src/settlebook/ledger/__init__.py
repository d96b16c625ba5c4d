"""The log: what was asked, what happened, what was answered; and the one way to add to it.

    committer   lineup      callers line up; whoever is first leads a batch for all who wait
                attempts    a batch is tried until it is recorded: lost races are decided again, lost answers
                            looked up
                attempt     one try: every command is decided on what the ones before it have decided
                looking_ahead  what the commands of a batch name is read for all of them at once
                books       what a decision sees and where it records; layer and reads stand behind it
                append      everything of the batch in one statement, under expectations
    recorder    streams, pages and subscriptions; repository keeps the states that were made of them
    application the same log to the eventsourcing library, for projections written in Python
    opening     puts the parts together: LedgerLog

What is stored, and what it means, is written down in docs/log.md.
"""
