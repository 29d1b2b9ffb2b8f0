"""Odd-looking access listed for a human, and looking as another role in a rehearsal."""
