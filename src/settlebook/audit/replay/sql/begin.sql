-- One state of the books, the live ones, until the end of the transaction; tables of the session alone may be written.
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ
