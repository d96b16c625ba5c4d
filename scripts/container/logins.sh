# Run once by the database when it is made: the login for free queries, which may read and nothing else.
psql --set ON_ERROR_STOP=1 --set password="$READER_PASSWORD" --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
CREATE ROLE settlebook_reader LOGIN PASSWORD :'password';
SQL
