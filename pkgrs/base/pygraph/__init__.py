"""The parts of the library `pygraph` that clients of Rez use."""
