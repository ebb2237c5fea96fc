-- The operator's import of contract prices writes drafts too, and is nobody of the supplier's people. Nobody but the service reads the
-- column, and what is there stays.
-- squawk-ignore ban-drop-not-null
ALTER TABLE contract_drafts ALTER COLUMN changed_by DROP NOT NULL;
COMMENT ON COLUMN contract_drafts.changed_by IS 'Nobody where a command did it.';
