"""Releasing packages: version control and hooks."""
