"""Questions about what we offer, contracts and money."""
