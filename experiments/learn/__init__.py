"""What past decisions and past assignments say about the weights."""
