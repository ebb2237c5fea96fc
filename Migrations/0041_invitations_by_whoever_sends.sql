-- Whoever sends an invitation again is who gives the place from then on: the one before may have left, or lost what it takes.
GRANT UPDATE (invited_by) ON invitations TO purveyor_service;
COMMENT ON COLUMN invitations.invited_by IS 'Whoever has sent the link that works, and gives the place.';
