"""Packages, variants and families, and how they are found, filtered and ordered."""
