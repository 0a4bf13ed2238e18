"""Shells that an environment can be brought into, one module each."""
