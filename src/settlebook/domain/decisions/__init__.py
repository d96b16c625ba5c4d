"""Decisions: states and a request in, facts or a refusal out; each lists its refusals in order."""
