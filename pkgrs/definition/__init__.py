"""Package definition files: reading, checking and writing them."""
