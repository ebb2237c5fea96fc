-- What 0038 and 0039 have prepared: the constraints proved for the rows that were there, and a place in a team known by its id alone.
ALTER TABLE memberships VALIDATE CONSTRAINT memberships_end_from_the_day_before_start;
ALTER TABLE account_team_members VALIDATE CONSTRAINT account_team_members_end_from_the_day_before_start;
ALTER TABLE partner_people VALIDATE CONSTRAINT partner_people_end_from_the_day_before_start;
ALTER TABLE account_partners VALIDATE CONSTRAINT account_partners_end_from_the_day_before_start;

-- The index of 0039 holds what this has held, but for places that hold on no day.
-- squawk-ignore ban-drop-constraint
ALTER TABLE partner_people DROP CONSTRAINT partner_people_once_a_day;
-- squawk-ignore ban-drop-constraint
ALTER TABLE account_partners DROP CONSTRAINT account_partners_once_a_day;
-- The CHECK that 0029 has validated says already that each has one: nothing is read for this.
-- squawk-ignore adding-not-nullable-field
ALTER TABLE account_team_members ALTER COLUMN id SET NOT NULL;
-- squawk-ignore ban-drop-constraint
ALTER TABLE account_team_members DROP CONSTRAINT account_team_members_pkey;
ALTER TABLE account_team_members ADD CONSTRAINT account_team_members_pkey PRIMARY KEY USING INDEX account_team_members_one_per_id;
