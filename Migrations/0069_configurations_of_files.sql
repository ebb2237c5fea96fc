-- Which versions of a configuration a file published: an import that is run again publishes only what the files have not said before, and
-- never over what somebody published by other means since.
ALTER TABLE standard_configuration_versions ADD COLUMN of_file boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN standard_configuration_versions.of_file IS 'A file published it, and not one of the supplier''s people.';
