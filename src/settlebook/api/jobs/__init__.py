"""Jobs: what is asked of the API and carried out after the answer, by any server, once."""
