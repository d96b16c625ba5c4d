-- A user's read model whose SQL changed begins again from the journal.
DELETE FROM progress WHERE model = :name;
