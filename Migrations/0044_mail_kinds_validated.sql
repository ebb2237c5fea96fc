-- What 0043 holds for new mails, holds for those that wait.
ALTER TABLE mails VALIDATE CONSTRAINT mails_kind_known;
