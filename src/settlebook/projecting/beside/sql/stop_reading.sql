-- Every read looks at the position first, a snapshot for as long as it lasts: so nobody is within a read after this.
LOCK TABLE read.progress IN ACCESS EXCLUSIVE MODE;
