"""Webhooks: programs elsewhere that are told of events, in order and at least once, each message signed."""
