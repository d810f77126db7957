"""Bringing files in and taking lists out."""
