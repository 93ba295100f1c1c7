-- A host's labels stand in its row, where lists read them; table label is their index, kept by a trigger.
ALTER TABLE host ADD COLUMN labels jsonb NOT NULL DEFAULT '{}'
    CHECK (jsonb_typeof(labels) = 'object' AND pg_column_size(labels) <= 65536);
UPDATE host h SET labels = (SELECT jsonb_object_agg(l.name, l.value) FROM label l
    WHERE l.tenant_id = h.tenant_id AND l.host_id = h.id)
    WHERE EXISTS (SELECT FROM label l WHERE l.tenant_id = h.tenant_id AND l.host_id = h.id);

SET LOCAL ROLE tocsin_owner;

CREATE FUNCTION host_index_labels() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    DELETE FROM label l WHERE l.tenant_id = NEW.tenant_id AND l.host_id = NEW.id
        AND NEW.labels ->> l.name IS DISTINCT FROM l.value;
    INSERT INTO label (tenant_id, host_id, name, value)
        SELECT NEW.tenant_id, NEW.id, e.key, e.value FROM jsonb_each_text(NEW.labels) e
        ON CONFLICT (tenant_id, host_id, name) DO NOTHING;
    RETURN NULL;
END
$$;
CREATE TRIGGER labels_added AFTER INSERT ON host FOR EACH ROW
    WHEN (NEW.labels <> '{}') EXECUTE FUNCTION host_index_labels();
CREATE TRIGGER labels_changed AFTER UPDATE OF labels ON host FOR EACH ROW
    WHEN (OLD.labels <> NEW.labels) EXECUTE FUNCTION host_index_labels();
