"""How batches are recorded: callers line up, and everything of a batch is appended or nothing."""
