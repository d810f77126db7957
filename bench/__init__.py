"""Measures the product against the floor: the same rows by raw SQL through a minimal signed-in page of the same server."""
