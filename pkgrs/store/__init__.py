"""Copying, moving, removing, hiding and caching installed packages."""
