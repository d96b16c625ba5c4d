"""The verbs of accounting: codes, periods, the journal and its runs."""
