"""Giving lists out as files, through the same scope and fields as the page shows."""
