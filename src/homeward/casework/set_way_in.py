"""Say how an agency's people sign in: through which service, and whether by password."""

from __future__ import annotations

import re
from collections.abc import Collection

from homeward.access.scope import scoped
from homeward.access.sign_in.actions import keep_way_in
from homeward.agencies.queries import agency_codes
from homeward.ledger.actions import enter
from homeward.rules.acts import Act, Refusal
from homeward.rules.administration import may_administer
from homeward.rules.sign_in import WayIn

DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")


def set_way_in(act: Act, agency: str, way: WayIn, known: Collection[str]) -> None:
    """From now on the agency signs in this way; what was said before stays in the record.

    `known` names the services that are set up. Refused for an agency or a service that is
    not known, for no domain or something that is none, and where no way in would be left.
    """
    allowed = may_administer(act.viewer)
    if not allowed:
        raise Refusal(allowed.reason, code=allowed.code)
    _check(way, known)
    with scoped(act.viewer):
        if agency not in agency_codes():
            raise Refusal(f"There is no agency {agency}.", code="unknown-agency", field="agency")
        keep_way_in(act, agency, way)
        enter(act, [], None)


def _check(way: WayIn, known: Collection[str]) -> None:
    if not way.provider and not way.password:
        raise Refusal(
            "Without a sign-in service and without passwords nobody could sign in.",
            code="no-way-in",
        )
    if way.provider and way.provider not in known:
        raise Refusal(
            f"The sign-in service {way.provider} is not set up here (HOMEWARD_OIDC).",
            code="unknown-service",
            field="provider",
        )
    if bool(way.provider) != bool(way.domains):
        raise Refusal(
            "Name the domains of the agency's e-mail addresses together with the service.",
            code="needs-domains",
            field="domains",
        )
    for domain in way.domains:
        if not DOMAIN.fullmatch(domain):
            raise Refusal(
                f"{domain} is no domain, for example york.example.",
                code="no-domain",
                field="domains",
            )
