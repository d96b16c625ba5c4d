INSERT INTO log.migration (number, name) VALUES (:number, :name)
