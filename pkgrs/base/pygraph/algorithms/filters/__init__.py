"""What a search may enter."""
