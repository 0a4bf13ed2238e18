"""Values remembered between processes."""
