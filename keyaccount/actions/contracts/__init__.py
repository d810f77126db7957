"""Verbs of what we offer, contracts and money."""
