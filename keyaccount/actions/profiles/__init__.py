"""Verbs of the personal profile and of what somebody may ask of us by law: to see what we hold, and to be forgotten."""
