"""What the running server is told and tells: settings, health, logs, figures; what requests pass first."""
