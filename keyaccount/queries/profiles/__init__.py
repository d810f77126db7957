"""Questions about the personal profile: what is there (masked), who looked, what an erasure would take."""
