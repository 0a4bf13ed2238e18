"""Building and installing packages."""
