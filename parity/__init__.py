"""parity: runs real Rez and pkgrs side by side and compares what they produce."""
