"""The log as it is stored: facts in envelopes, read back in order, and beside it what may be forgotten."""
