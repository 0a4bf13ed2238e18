"""Versions, version ranges and requirements: immutable values and their algebra."""
