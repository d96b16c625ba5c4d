"""Read models of the past: folded over less of the journal, and put before the live ones for who asks."""
