-- How a person wants the dashboard. Apart from the profile, so that a changed column does not look like a
-- changed account to who edits one.
SET LOCAL ROLE tocsin_owner;

CREATE TABLE preference (
    tenant_id int NOT NULL,
    account_id bigint NOT NULL,
    data jsonb NOT NULL CHECK (jsonb_typeof(data) = 'object'),
    PRIMARY KEY (tenant_id, account_id),
    FOREIGN KEY (tenant_id, account_id) REFERENCES account ON DELETE CASCADE
);
CALL protect_tenant_table('preference');
GRANT SELECT, INSERT, UPDATE (data) ON preference TO tocsin_api;

-- The old ones with the given members put in their place. Members of an object are merged one by one, null
-- takes a member away, everything else is replaced.
CREATE FUNCTION preference_merge(p_old jsonb, p_new jsonb) RETURNS jsonb
    LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog AS $$
DECLARE
    merged jsonb;
BEGIN
    SELECT jsonb_strip_nulls(jsonb_object_agg(key,
            CASE WHEN jsonb_typeof(o.value) = 'object' AND jsonb_typeof(n.value) = 'object' THEN o.value || n.value
                 ELSE coalesce(n.value, o.value) END))
        INTO merged FROM jsonb_each(p_old) o FULL JOIN jsonb_each(p_new) n USING (key);
    IF octet_length(merged::text) > 8192 THEN
        RAISE EXCEPTION USING ERRCODE = 'TI001', MESSAGE = 'preferences may take 8,192 bytes in all; remove some first';
    END IF;
    RETURN coalesce(merged, '{}');
END
$$;
GRANT EXECUTE ON FUNCTION preference_merge(jsonb, jsonb) TO tocsin_api;
