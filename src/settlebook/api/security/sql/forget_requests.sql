-- Forgets requests that no longer count as sent again.
DELETE FROM api.repeat WHERE until < now()
