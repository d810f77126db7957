"""Lets the demo company live its two years: every record is made by the product's own verbs, by whom and when it was."""
