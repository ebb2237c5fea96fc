-- What began today can be ended today, and what has not begun can be cancelled: it ends on the day before its first day then, so that every
-- reader's "from the first day to the last" finds it on none. Proved for the rows that are there in 0040.
-- What is allowed becomes more: nothing that a client assumes is lost.
-- squawk-ignore ban-drop-constraint
ALTER TABLE memberships DROP CONSTRAINT memberships_end_after_start;
ALTER TABLE memberships ADD CONSTRAINT memberships_end_from_the_day_before_start CHECK (ends_on >= starts_on - 1) NOT VALID;
-- squawk-ignore ban-drop-constraint
ALTER TABLE account_team_members DROP CONSTRAINT account_team_members_end_after_start;
ALTER TABLE account_team_members
    ADD CONSTRAINT account_team_members_end_from_the_day_before_start CHECK (ends_on >= starts_on - 1) NOT VALID;
-- squawk-ignore ban-drop-constraint
ALTER TABLE partner_people DROP CONSTRAINT partner_people_end_after_start;
ALTER TABLE partner_people ADD CONSTRAINT partner_people_end_from_the_day_before_start CHECK (ends_on >= starts_on - 1) NOT VALID;
-- squawk-ignore ban-drop-constraint
ALTER TABLE account_partners DROP CONSTRAINT account_partners_end_after_start;
ALTER TABLE account_partners ADD CONSTRAINT account_partners_end_from_the_day_before_start CHECK (ends_on >= starts_on - 1) NOT VALID;
