"""The release hooks that are delivered here."""
