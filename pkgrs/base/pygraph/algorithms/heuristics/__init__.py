"""What a way may weigh at least."""
