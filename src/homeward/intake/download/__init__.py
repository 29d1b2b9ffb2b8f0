"""The police download (MSPR): a file in, rows out; no database and no decision about a child."""
