-- Until the end of the transaction, of what is thrown away afterwards only the rows of half of the documents are seen.
SELECT set_config('settlebook.half', :half, true);
