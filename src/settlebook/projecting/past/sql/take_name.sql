-- A view takes the name that queries know it by.
ALTER VIEW pg_temp.:"shown" RENAME TO :"name";
