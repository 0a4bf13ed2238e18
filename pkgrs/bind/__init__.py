"""Making packages out of software that is already installed."""
