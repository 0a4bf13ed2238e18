"""Resolved contexts: created, applied, saved and described."""
