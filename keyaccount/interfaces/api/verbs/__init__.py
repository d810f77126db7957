"""What can be done beyond create, read, change and end, room by room."""
