"""Pages of the power map."""
