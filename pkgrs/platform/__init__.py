"""What machine this is: platform, architecture, operating system."""
