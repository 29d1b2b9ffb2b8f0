"""Emergency access: opened by one reviewed function, announced, reviewed."""
