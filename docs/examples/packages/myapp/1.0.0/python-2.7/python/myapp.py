"""The module of myapp for Python 2.7."""
