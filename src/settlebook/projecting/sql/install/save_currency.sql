INSERT INTO currency (code, digits, unit) VALUES (:code, :digits, :unit)
ON CONFLICT (code) DO UPDATE SET digits = excluded.digits, unit = excluded.unit;
