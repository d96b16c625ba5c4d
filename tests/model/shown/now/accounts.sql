-- What each account owes, less what it has unapplied.
SELECT accountNumber, balance FROM Account;
