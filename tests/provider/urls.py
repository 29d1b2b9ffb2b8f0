"""The provider's addresses; its token page forges for one person and leaves out for another."""

from __future__ import annotations

import json
from typing import Any

import jwt
from allauth.idp.oidc import views
from cryptography.hazmat.primitives.asymmetric import rsa
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

ANOTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@csrf_exempt
def token(request: HttpRequest) -> HttpResponse:
    """As allauth's; forged: signed with another key; silent: without the token that says who."""
    answer = views.token(request)
    said: dict[str, Any] = json.loads(answer.content)
    if "id_token" not in said:
        return answer
    claims = jwt.decode(said["id_token"], options={"verify_signature": False})
    who = claims.get("email", "").partition("@")[0]
    if who == "forged":
        kid = jwt.get_unverified_header(said["id_token"])["kid"]
        said["id_token"] = jwt.encode(claims, ANOTHER_KEY, "RS256", headers={"kid": kid})
    if who == "silent":
        del said["id_token"]
    return JsonResponse(said)


urlpatterns = [
    path("identity/o/api/token", token),
    path("accounts/", include("allauth.account.urls")),
    path("", include("allauth.idp.urls")),
]
