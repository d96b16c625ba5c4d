"""Which rows are settled, in which order: by policies, by plans of whole accounts, and taken back again."""
