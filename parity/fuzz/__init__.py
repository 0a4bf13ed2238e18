"""Resolves of generated packages, to look for differences where nobody thought of a scenario."""
