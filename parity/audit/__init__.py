"""A studio's own packages and recorded contexts, on both sides."""
