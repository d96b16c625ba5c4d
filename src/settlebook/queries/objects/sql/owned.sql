-- As a condition: the row is of an account, by what it names.
:"row".:"ours" IN (SELECT :"owner".:"theirs" FROM :"view" AS :"owner" WHERE :"condition");
