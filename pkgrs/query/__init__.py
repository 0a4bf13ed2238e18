"""Searching and explaining packages."""
