"""Pages of the personal profile (PPL-2), inside those of a person."""
