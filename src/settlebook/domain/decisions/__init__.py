"""Decisions: given states and a request they return facts or raise a refusal; each lists its refusals in order."""
