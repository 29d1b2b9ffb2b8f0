"""People as their agency administers them: roles, invitations, work handed on, contacts."""
