"""What the provider says in its tokens, some of it wrong on purpose."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from allauth.idp.oidc.adapter import DefaultOIDCAdapter


class Adapter(DefaultOIDCAdapter):
    """late: a token of yesterday; elsewhere: another issuer; factor: it asked for a second one."""

    def populate_id_token(
        self, id_token: dict[str, Any], client: Any, scopes: Iterable[str], **given: Any
    ) -> None:
        who = id_token.get("email", "").partition("@")[0]
        if who == "late":
            id_token["exp"] = id_token["iat"] - 86_400
        if who == "elsewhere":
            id_token["iss"] = "https://elsewhere.example"
        if who == "factor":
            id_token["amr"] = ["pwd", "mfa"]
