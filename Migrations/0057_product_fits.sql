-- Which parts and services fit which products, as the supplier says it. They are no account's: like a product's, their history is the master
-- catalog's own (0034), written by a trigger in the transaction of the change.
CREATE TABLE product_fits (
    key text NOT NULL,
    for_selectors text[] NOT NULL,
    fit_selectors text[] NOT NULL,
    same_attributes text[] NOT NULL DEFAULT '{}',
    warranty text,
    notes jsonb NOT NULL DEFAULT '{}',
    disabled boolean NOT NULL DEFAULT false,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT product_fits_pkey PRIMARY KEY (key),
    CONSTRAINT product_fits_speak_of_something CHECK (cardinality(for_selectors) > 0 AND cardinality(fit_selectors) > 0),
    CONSTRAINT product_fits_warranty_known CHECK (warranty IN ('inForce', 'over'))
);
COMMENT ON TABLE product_fits IS 'Which parts and services fit which products. Disabled, never deleted.';
COMMENT ON COLUMN product_fits.for_selectors IS 'Kind and value with a colon between: product:NB-100, category:432115 (no trailing pairs of zeros), manufacturer:Larkspur, everything:';
COMMENT ON COLUMN product_fits.same_attributes IS 'What part and product must both have, and have the same.';
COMMENT ON COLUMN product_fits.warranty IS 'For assets: only while the warranty is in force, or only when it is over; absent: always.';
CREATE INDEX product_fits_by_product ON product_fits USING gin (for_selectors);

GRANT SELECT, INSERT, UPDATE ON product_fits TO purveyor_service;

-- What is known becomes more: nothing that a client assumes is lost. 0060 reads the rows that are there.
-- squawk-ignore ban-drop-constraint
ALTER TABLE catalog_history DROP CONSTRAINT catalog_history_subject_known;
ALTER TABLE catalog_history ADD CONSTRAINT catalog_history_subject_known CHECK (subject IN ('product', 'category', 'fit')) NOT VALID;

CREATE FUNCTION record_product_fits() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM changed) THEN RETURN NULL; END IF;
    INSERT INTO public.catalog_history AS h (change, subject, key, version, state)
    SELECT change.number, 'fit', f.key, f.version, jsonb_strip_nulls(jsonb_build_object(
        'key', f.key, 'for', f.for_selectors, 'fits', f.fit_selectors, 'sameAttributes', f.same_attributes, 'warranty', f.warranty,
        'note', f.notes, 'disabled', f.disabled, 'changedAt', f.updated_at))
    FROM public.begin_catalog_change() AS change (number)
    CROSS JOIN changed AS f
    ON CONFLICT (subject, key, change) DO UPDATE SET version = excluded.version, state = excluded.state;
    RETURN NULL;
END
$$;

CREATE TRIGGER fits_are_recorded_when_added AFTER INSERT ON product_fits
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION record_product_fits();
CREATE TRIGGER fits_are_recorded_when_changed AFTER UPDATE ON product_fits
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION record_product_fits();
