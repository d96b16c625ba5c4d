"""Builds read models beside the live ones, compares them, and puts them in their place."""
