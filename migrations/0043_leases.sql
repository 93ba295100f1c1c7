-- Prolonging leases: as often as before, but written only when more than a third of one has passed.
GRANT CREATE ON SCHEMA public TO tocsin_cross;
SET LOCAL ROLE tocsin_cross;

CREATE OR REPLACE FUNCTION shard_lease(p_instance text, p_lease_s int) RETURNS TABLE (shard smallint, token bigint)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    now_at timestamptz := tocsin_now();
    others int;
    part int;
    mine int;
BEGIN
    PERFORM pg_advisory_xact_lock(3, 0); -- instances take turns
    SELECT count(*) INTO others FROM worker w
        WHERE w.role = 'checker' AND w.instance <> p_instance AND w.last_seen_at > now_at - make_interval(secs => p_lease_s);
    part := ceil(64.0 / (others + 1));
    UPDATE shard SET holder = NULL, lease_until = NULL, token = shard.token + 1
        WHERE shard.shard IN (SELECT s.shard FROM shard s WHERE s.holder = p_instance ORDER BY s.shard OFFSET part);
    UPDATE shard SET lease_until = now_at + make_interval(secs => p_lease_s)
        WHERE holder = p_instance AND lease_until < now_at + make_interval(secs => p_lease_s * 0.66);
    SELECT count(*) INTO mine FROM shard s WHERE s.holder = p_instance;
    IF mine < part THEN
        UPDATE shard SET holder = p_instance, token = shard.token + 1,
                lease_until = now_at + make_interval(secs => p_lease_s)
            WHERE shard.shard IN (SELECT s.shard FROM shard s
                WHERE s.holder IS NULL OR (s.holder <> p_instance AND s.lease_until < now_at)
                ORDER BY s.shard LIMIT part - mine);
    END IF;
    RETURN QUERY SELECT s.shard, s.token FROM shard s WHERE s.holder = p_instance ORDER BY s.shard;
END
$$;

RESET ROLE;
REVOKE CREATE ON SCHEMA public FROM tocsin_cross;
