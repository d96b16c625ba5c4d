-- Never waits: whoever waits while others wait for him may be ended by the server, and it would be the reader.
LOCK TABLE :"schema".:"table" IN ACCESS EXCLUSIVE MODE NOWAIT;
