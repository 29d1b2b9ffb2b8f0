"""The six worked cases, one file each, told so that an audit finds what it must, and no more."""
