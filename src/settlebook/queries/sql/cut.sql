-- Some rows of an answer, in its order; the one of an id; and those of some applications.
SELECT whole.* FROM (:"question") AS whole LIMIT :limit OFFSET :offset;
SELECT whole.* FROM (:"question") AS whole WHERE whole.id = :only;
SELECT whole.* FROM (:"question") AS whole WHERE whole.application_id = ANY(:applications);
