"""Pages of what was offered, contracts and their money; what hangs on them is changed in one kind of panel."""
