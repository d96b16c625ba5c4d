-- What a user's read model is made of is the owner's to say: whoever opens the database runs it.
REVOKE INSERT, UPDATE, DELETE ON model, installed FROM settlebook_app;
