"""Statutory returns: read from files, checked, shown. Nothing here writes to the record."""
