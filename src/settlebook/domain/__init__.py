"""The pure core: facts, states and decisions; it knows no database, no clock and no framework."""
