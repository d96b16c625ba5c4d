-- One state of the books; what stands in for the views is made of the tables of the read models.
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;
SET LOCAL search_path TO read;
