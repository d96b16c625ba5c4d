"""Measures Settlebook: scripts/bench runs it, docs/benchmarks.md tells how and what was found."""
