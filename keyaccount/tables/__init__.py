"""Files as plain tables, in and out: no models, no business words, no Django."""
