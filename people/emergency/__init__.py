"""Django’s own admin pages: kept for emergencies, for admins, without what is private."""
