"""Where packages are stored, and the resources a store hands out."""
