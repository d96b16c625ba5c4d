SELECT number FROM log.migration ORDER BY number
