-- A membership is seen by its account or by its person, so row security asks two questions of every row, and a list of 20,000 members spent
-- more than half of its time on reading the two settings again for each. As subqueries they are read once a statement. What is allowed is the
-- same. Where a table has one policy the planner does that by itself.
ALTER POLICY memberships_of_the_account ON memberships
    USING (account_id = (SELECT app_account())) WITH CHECK (account_id = (SELECT app_account()));
ALTER POLICY memberships_of_the_person ON memberships
    USING (person_id = (SELECT app_person()));
