"""Did it help, or would it have happened anyway? Compared with children of the same history."""
