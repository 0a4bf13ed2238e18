"""Suites: contexts whose tools stand together on the path."""
