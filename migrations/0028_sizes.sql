-- How the database grows: its size every ten minutes for a week, from which the days until the disk is full
-- are reckoned.
SET LOCAL ROLE tocsin_owner;

CREATE TABLE size_sample (
    at timestamptz PRIMARY KEY DEFAULT tocsin_now(),
    database_bytes bigint NOT NULL CHECK (database_bytes >= 0)
);
ALTER TABLE size_sample ENABLE ROW LEVEL SECURITY;
ALTER TABLE size_sample FORCE ROW LEVEL SECURITY;
CREATE POLICY across ON size_sample TO tocsin_cross USING (true) WITH CHECK (true);
REVOKE ALL ON size_sample FROM PUBLIC;
GRANT SELECT, INSERT, DELETE ON size_sample TO tocsin_cross;

-- Answers the rows forgotten.
CREATE FUNCTION size_note(p_database_bytes bigint) RETURNS bigint
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
    INSERT INTO size_sample (database_bytes) VALUES (p_database_bytes) ON CONFLICT (at) DO NOTHING;
    WITH old AS (DELETE FROM size_sample s WHERE s.at < tocsin_now() - interval '7 days' RETURNING 1)
    SELECT count(*) FROM old;
END;

-- Bytes a day by the straight line through the samples; null before a day was measured.
CREATE FUNCTION size_growth() RETURNS float8
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
    SELECT CASE WHEN count(*) >= 24 AND max(s.at) - min(s.at) >= interval '1 day'
        THEN regr_slope(s.database_bytes, extract(epoch FROM s.at)) * 86400 END
    FROM size_sample s WHERE s.at > tocsin_now() - interval '7 days' AND s.at <= tocsin_now();
END;
GRANT EXECUTE ON FUNCTION size_note(bigint) TO tocsin_keeper;
GRANT EXECUTE ON FUNCTION size_growth() TO tocsin_api;

RESET ROLE;
ALTER FUNCTION size_note(bigint) OWNER TO tocsin_cross;
ALTER FUNCTION size_growth() OWNER TO tocsin_cross;
