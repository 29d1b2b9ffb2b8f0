"""A real OpenID Connect provider for tests: allauth's own, in a process and database of its own.

`python -m tests.provider FOLDER PORT CALLBACK` serves until it is stopped. Its people are in
`PEOPLE`; some of them make it misbehave, as `adapter.py` and `urls.py` say.
"""

CLIENT, SECRET = "homeward-at-the-provider", "a secret that both sides know, for the tests"
PASSWORD = "the provider's own password"
#: Addresses at the provider, and whether it says that they are verified.
PEOPLE = {
    "priya.nair@york.example": True,
    "factor@york.example": True,
    "unverified@york.example": False,
    "late@york.example": True,
    "elsewhere@york.example": True,
    "forged@york.example": True,
    "silent@york.example": True,
    "nobody@york.example": True,
    "closed@york.example": True,
    "someone@leeds.example": True,
}
