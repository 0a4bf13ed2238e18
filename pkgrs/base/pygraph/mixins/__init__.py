"""What kinds of graphs share."""
