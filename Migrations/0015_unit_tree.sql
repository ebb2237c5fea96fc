-- Units move, are renamed and are disabled. A scope is resolved in memory against the account's tree (docs/decisions/0006), so the tree has
-- a number that every change of it raises, and the database itself keeps it a tree whatever is moved at the same time.
ALTER TABLE accounts ADD COLUMN unit_tree_version bigint NOT NULL DEFAULT 1;
COMMENT ON COLUMN accounts.unit_tree_version IS 'Raised by the database with every change of units; whoever knows the tree of this number knows the tree.';

ALTER TABLE units ADD COLUMN external_id text;
ALTER TABLE units ADD COLUMN language text;
ALTER TABLE units ADD COLUMN version integer NOT NULL DEFAULT 1;
ALTER TABLE units ADD COLUMN disabled_at timestamptz;
ALTER TABLE units ADD CONSTRAINT units_root_is_never_disabled CHECK (parent_id IS NOT NULL OR disabled_at IS NULL) NOT VALID;
COMMENT ON COLUMN units.language IS 'Absent: the nearest unit above that has one, else the account''s.';
COMMENT ON COLUMN units.disabled_at IS 'A disabled unit takes all below it along: nothing begins there any more, what is there stays.';

-- Raising the number locks the account's row, so changes of one tree come one after the other, and each looks for a circle among what the
-- one before has committed. It is checked after the statement: a unit may not stand above itself, however many were moved at once.
CREATE FUNCTION units_change_the_tree() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public
AS $$
BEGIN
    UPDATE accounts AS a SET unit_tree_version = a.unit_tree_version + 1
    FROM (SELECT DISTINCT c.account_id FROM changed AS c) AS t
    WHERE a.id = t.account_id;
    IF EXISTS (
        WITH RECURSIVE above AS (
            SELECT c.account_id, c.id AS unit_id, c.parent_id FROM changed AS c WHERE c.parent_id IS NOT NULL
            UNION
            SELECT w.account_id, w.unit_id, u.parent_id
            FROM above AS w
            JOIN units AS u ON u.account_id = w.account_id AND u.id = w.parent_id
            WHERE w.parent_id <> w.unit_id AND u.parent_id IS NOT NULL
        )
        SELECT FROM above AS w WHERE w.parent_id = w.unit_id
    ) THEN
        RAISE EXCEPTION 'a unit would stand above itself' USING ERRCODE = 'check_violation', CONSTRAINT = 'units_without_circles';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER units_added AFTER INSERT ON units
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION units_change_the_tree();
CREATE TRIGGER units_changed AFTER UPDATE ON units
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION units_change_the_tree();
