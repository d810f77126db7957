"""Taking files in: rows become records under the importer's own rights, every row accounted for, the whole undoable."""
