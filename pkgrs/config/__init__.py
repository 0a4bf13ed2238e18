"""Every setting, where its value may come from, and what it may be."""
