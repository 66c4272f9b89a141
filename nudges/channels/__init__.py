"""Where a nudge is told besides the app."""
