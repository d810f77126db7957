"""One subcommand each: `run(options)` does it and returns the exit code."""
