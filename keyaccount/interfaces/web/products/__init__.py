"""Pages of what we sell and at what price."""
