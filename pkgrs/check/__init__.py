"""Finding common mistakes in package definitions and repositories, without running or changing anything."""
