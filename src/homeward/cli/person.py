"""`homeward person`: the first administrator, and everybody else until screens can do it."""

from __future__ import annotations

import sys

import click

from homeward.cli.answers import BadInput, say, say_json
from homeward.cli.inside import in_record
from homeward.rules.sharing import Role


@click.group("person")
def person() -> None:
    """Who may sign in."""


@person.command(
    "create-first-administrator",
    epilog="Example: homeward person create-first-administrator --email sam@agency.example"
    ' --name "Sam Reed"',
)
@click.option("--email", required=True, help="The address to sign in with.")
@click.option("--name", required=True, help="The name that colleagues see.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def create_first_administrator(email: str, name: str, password_stdin: bool, as_json: bool) -> None:
    """Enter the first administrator of a record that has none.

    The password is asked for twice, or read from standard input; it is never an argument.
    """
    password = _read() if password_stdin else _ask()
    with in_record("homeward.cli.people:create_first_administrator") as create:
        made = create(email, name, password)
    if as_json:
        say_json({"person": made, "email": email.strip().lower(), "name": name.strip()})
    else:
        say(f"{name.strip()} is the administrator and signs in with {email.strip().lower()}.")


@person.command(
    "add",
    epilog='Example: homeward person add --email jo@police.example --name "Jo Bell"'
    " --team police-missing --role POLICE_COORDINATOR",
)
@click.option("--email", required=True, help="The address to sign in with.")
@click.option("--name", required=True, help="The name that colleagues see.")
@click.option("--team", required=True, help="The team's code.")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def add(email: str, name: str, team: str, role: str, password_stdin: bool, as_json: bool) -> None:
    """Enter a person with one role in one team. A second factor is set up at first sign-in."""
    password = _read() if password_stdin else _ask()
    with in_record("homeward.cli.people:add_person") as enter:
        made = enter(email, name, password, team, role)
    if as_json:
        say_json({"person": made, "email": email.strip().lower(), "name": name.strip()})
    else:
        say(f"{name.strip()} signs in with {email.strip().lower()}.")


@person.command(
    "sign-in-by",
    epilog="Example: homeward person sign-in-by --agency york --service york"
    " --domain york.example --no-password",
)
@click.option("--agency", required=True, help="The agency's code.")
@click.option("--service", default="", help="The sign-in service's short name (HOMEWARD_OIDC).")
@click.option("--domain", multiple=True, help="A domain of the agency's e-mail addresses.")
@click.option("--password/--no-password", default=True, help="Whether a password does as well.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def sign_in_by(
    agency: str, service: str, domain: tuple[str, ...], password: bool, as_json: bool
) -> None:
    """Say how an agency's people sign in. Without --service: by password alone."""
    with in_record("homeward.cli.people:sign_in_by") as keep:
        keep(agency, service, domain, password)
    if as_json:
        say_json({"agency": agency, "service": service, "domains": domain, "password": password})
    else:
        ways = [f"with {service}"] * bool(service) + ["with a password"] * password
        say(f"People of {agency} sign in {' or '.join(ways)}.")


def _read() -> str:
    text = sys.stdin.readline().rstrip("\r\n")
    if not text:
        raise BadInput("Standard input held no password.")
    return text


def _ask() -> str:
    text: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return text
