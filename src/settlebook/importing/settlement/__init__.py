"""Brings in the settlement that happened elsewhere: applications, snapshots, rows of the older model."""
