"""The libraries that Rez brings along: those that are installed, and adapters where these lack what clients use."""
