SELECT name, digest, relations FROM :"schema".installed;
