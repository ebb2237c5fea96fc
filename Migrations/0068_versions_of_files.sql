-- Which of a contract's versions a file published, and what that file said: an import that is run again publishes only what the file has not
-- said before, and never over what somebody agreed by other means since.
ALTER TABLE contract_versions ADD COLUMN file_digest bytea;
COMMENT ON COLUMN contract_versions.file_digest IS 'Of what a file said of this version; absent where no file published it, and in versions of files that are older than this column (they have no content either).';
