"""`python -m homeward`: the command."""

from __future__ import annotations

from homeward.cli.main import main

if __name__ == "__main__":
    main(prog_name="homeward")
