-- A table makes room for the view of the same name.
ALTER TABLE pg_temp.:"name" RENAME TO :"kept";
