-- Samples of checks: one row per check and ten minutes, three arrays in step. A place is one sample:
-- milliseconds since span_start, a letter of its status (u up, g degraded, d down, ? unknown), latency.
SET LOCAL ROLE tocsin_owner;

CREATE TABLE sample (
    tenant_id int NOT NULL,
    check_id bigint NOT NULL,
    span_start timestamptz NOT NULL,
    at_ms int[] NOT NULL,
    letters text NOT NULL CHECK (letters ~ '^[ugd?]+$' AND length(letters) = cardinality(at_ms)),
    latency_ms real[] NOT NULL CHECK (cardinality(latency_ms) = cardinality(at_ms)),
    PRIMARY KEY (tenant_id, check_id, span_start),
    FOREIGN KEY (tenant_id, check_id) REFERENCES host_check ON DELETE CASCADE
) WITH (fillfactor = 60); -- rows grow in place while their ten minutes last
CREATE INDEX sample_span ON sample USING brin (span_start);
CALL protect_tenant_table('sample');
GRANT SELECT ON sample TO tocsin_api;
GRANT SELECT, INSERT, UPDATE, DELETE ON sample TO tocsin_cross;
CREATE POLICY across ON sample TO tocsin_cross USING (true) WITH CHECK (true);

CREATE FUNCTION sample_span_of(p_at timestamptz) RETURNS timestamptz
    LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog
    RETURN date_bin('10 minutes', p_at, '2000-01-01 00:00:00+00');
GRANT EXECUTE ON FUNCTION sample_span_of(timestamptz) TO tocsin_api, tocsin_cross;

-- One span with the samples of another put in: of two at one time the second's stays.
CREATE FUNCTION sample_merge(p_at int[], p_letters text, p_latency real[],
                             p_at2 int[], p_letters2 text, p_latency2 real[],
                             OUT at_ms int[], OUT letters text, OUT latency_ms real[])
    LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog
BEGIN ATOMIC
    SELECT array_agg(m.a ORDER BY m.a), string_agg(m.l, '' ORDER BY m.a), array_agg(m.v ORDER BY m.a)
    FROM (
        SELECT DISTINCT ON (b.a) b.a, b.l, b.v
        FROM (
            SELECT 1 AS turn, u.a, u.l, u.v
            FROM unnest(p_at, string_to_array(p_letters, NULL), p_latency) AS u (a, l, v)
            UNION ALL
            SELECT 2, u.a, u.l, u.v
            FROM unnest(p_at2, string_to_array(p_letters2, NULL), p_latency2) AS u (a, l, v)
        ) b
        ORDER BY b.a, b.turn DESC
    ) m;
END;
GRANT EXECUTE ON FUNCTION sample_merge(int[], text, real[], int[], text, real[]) TO tocsin_cross;

-- The letters of the last p_count samples of a check, oldest first; '' when there are none. Runs with the
-- caller's rights and reads p_count rows at most.
CREATE FUNCTION sample_strip(p_tenant int, p_check bigint, p_count int) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, public
    RETURN (
        SELECT coalesce(right(string_agg(newest.letters, '' ORDER BY newest.span_start), p_count), '')
        FROM (
            SELECT s.span_start, s.letters FROM sample s
            WHERE s.tenant_id = p_tenant AND s.check_id = p_check
            ORDER BY s.span_start DESC LIMIT p_count
        ) newest
    );
GRANT EXECUTE ON FUNCTION sample_strip(int, bigint, int) TO tocsin_api;
