"""The states that committed facts make: folded stream by stream, remembered, and kept as snapshots."""
