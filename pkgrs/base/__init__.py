"""Helpers that know nothing of packages: files, processes, text, data structures."""
