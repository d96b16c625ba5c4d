-- Before the snapshot is taken: tables that a rebuild puts in place later hold rows which the snapshot would not see.
LOCK TABLE read.progress IN ACCESS SHARE MODE
