"""Backups: one file that proves itself, made from and restored to either database."""
