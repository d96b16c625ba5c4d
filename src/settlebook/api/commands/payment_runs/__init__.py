"""Payment runs: many accounts settled with what they have unapplied, in the background, as one job."""
