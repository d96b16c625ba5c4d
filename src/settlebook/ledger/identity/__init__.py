"""Which ledgers there are, and which history each tells: names, of who acts too, and the zone of days."""
