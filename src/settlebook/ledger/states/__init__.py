"""The states that committed facts make, remembered and kept as snapshots; the numbers and ids they bring."""
