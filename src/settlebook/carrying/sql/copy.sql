COPY log.:"table" FROM STDIN
