"""The module of myapp for Python 3.10."""
