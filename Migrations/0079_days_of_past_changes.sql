-- When the changes were made that there are already (0077), each no earlier than those before it: a statement of its own, since it reads the
-- whole history, and whoever writes the catalog meanwhile does not wait.
UPDATE catalog_changes AS c
SET changed_at = d.at
FROM (
    SELECT h.change, max(max((h.state ->> 'changedAt')::timestamptz)) OVER (ORDER BY h.change) AS at
    FROM catalog_history AS h
    WHERE h.subject = 'product'
    GROUP BY h.change
) AS d
WHERE d.change = c.change AND c.changed_at IS NULL;
