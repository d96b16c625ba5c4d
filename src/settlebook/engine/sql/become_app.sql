-- Fails unless this login may act as the app: trying is the only test that means the same on 15 to 18.
SET ROLE settlebook_app
