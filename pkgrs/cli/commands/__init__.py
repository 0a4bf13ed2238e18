"""One module a command: `setup_parser` and `command`, no logic."""
