"""What happens between the command `serve` and the first page."""
