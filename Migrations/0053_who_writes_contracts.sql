-- Writing contracts is a duty of its own among the supplier's people. Whoever manages them has it from the start, since nobody gives what they
-- do not hold. The constraint is replaced without reading the table while it is locked; 0054 reads it.
-- What is known becomes more: nothing that a client assumes is lost.
-- squawk-ignore ban-drop-constraint
ALTER TABLE staff DROP CONSTRAINT staff_permissions_known;
ALTER TABLE staff ADD CONSTRAINT staff_permissions_known CHECK (
    permissions <@ ARRAY[
        'manageStaff', 'manageTeams', 'manageCatalog', 'manageContracts', 'manageAccounts', 'manageTerms', 'readAllAccounts',
        'readFeed']
) NOT VALID;
UPDATE staff SET permissions = permissions || '{manageContracts}', version = version + 1 WHERE 'manageStaff' = ANY (permissions);
