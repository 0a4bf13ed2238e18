"""Default settings of the plugins delivered here, a module per plugin type."""
