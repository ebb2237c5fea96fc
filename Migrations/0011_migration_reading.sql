-- The service refuses to start on a pending migration, and its own login is the one that looks: so it may read what was applied.
GRANT SELECT ON schema_migrations TO purveyor_service;
