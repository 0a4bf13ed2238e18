"""Settings of commands: there are none."""
