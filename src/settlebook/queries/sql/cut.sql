-- Some rows of an answer, in its order; the one of an id; and those of some applications.
SELECT whole.* FROM (:"question") AS whole LIMIT :cut_limit OFFSET :cut_offset;
SELECT whole.* FROM (:"question") AS whole WHERE whole.id = :cut_only;
SELECT whole.* FROM (:"question") AS whole WHERE whole.application_id = ANY(:applications);
