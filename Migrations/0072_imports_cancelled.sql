-- An import can be cancelled: by who sent it in, and by who may send in the same. One that waits ends with that; one that runs is ended by
-- the instance that has it, which undoes what it did. And who writes an account's contracts sees what their colleagues have sent in for it.
ALTER TABLE imports ADD COLUMN cancelled_by uuid, ADD COLUMN cancel_asked_at timestamptz;
COMMENT ON COLUMN imports.cancel_asked_at IS 'From here on nothing of it is kept, though whoever has it may not know yet.';

ALTER TABLE imports ADD CONSTRAINT imports_cancelled_by_a_person FOREIGN KEY (cancelled_by) REFERENCES persons (id) NOT VALID;
ALTER TABLE imports ADD CONSTRAINT imports_cancelled_by_somebody_sometime
    CHECK ((cancelled_by IS NULL) = (cancel_asked_at IS NULL)) NOT VALID;
ALTER TABLE imports ADD CONSTRAINT imports_asked_to_end_end_so
    CHECK (ended_at IS NULL OR (result = 'cancelled') = (cancel_asked_at IS NOT NULL)) NOT VALID;
-- What is known becomes more: nothing that a client assumes is lost.
-- squawk-ignore ban-drop-constraint
ALTER TABLE imports DROP CONSTRAINT imports_result_known;
ALTER TABLE imports ADD CONSTRAINT imports_result_known CHECK (result IN ('done', 'failed', 'cancelled')) NOT VALID;

CREATE FUNCTION app_may_import(p_account uuid) RETURNS boolean
    LANGUAGE sql STABLE
    RETURN CASE
        WHEN p_account IS NULL THEN app_staff_may('manageCatalog')
        ELSE app_staff_may('manageContracts') AND EXISTS (
            SELECT FROM account_team_members AS t
            WHERE t.account_id = p_account AND t.person_id = app_person() AND t.access = 'edit')
    END;
COMMENT ON FUNCTION app_may_import(uuid) IS
    'Whether the transaction''s person may send in files for the catalog, or for an account''s contracts; on which days they may, the statement asks.';

CREATE POLICY imports_of_contracts ON imports FOR SELECT USING (for_account IS NOT NULL AND app_may_import(for_account));
CREATE POLICY imports_are_cancelled ON imports FOR UPDATE
    USING (ready_at IS NOT NULL AND ended_at IS NULL AND (person_id = app_person() OR app_may_import(for_account)))
    WITH CHECK (cancelled_by = app_person() AND (ended_at IS NULL OR result = 'cancelled'));

GRANT UPDATE (cancelled_by, cancel_asked_at) ON imports TO purveyor_service;
