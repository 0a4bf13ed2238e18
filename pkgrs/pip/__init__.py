"""Installing Python distributions as packages."""
