"""Running the tests that a package defines."""
