-- Until the end of the transaction nobody folds; whoever only reads does not notice.
SET LOCAL lock_timeout = '300ms';
LOCK TABLE progress IN EXCLUSIVE MODE;
