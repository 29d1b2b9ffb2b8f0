"""Copies of the whole record: taken under one snapshot, encrypted with age, proved, given back."""
