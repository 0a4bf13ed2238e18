"""What Rez brought along for Python 2."""
