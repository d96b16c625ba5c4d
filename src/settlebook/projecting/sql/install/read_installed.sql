SELECT name, digest FROM installed;
