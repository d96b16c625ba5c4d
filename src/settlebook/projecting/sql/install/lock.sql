-- One process installs, others wait, then find it done. Readers have no right to this lock.
LOCK TABLE log.migration IN SHARE ROW EXCLUSIVE MODE;
