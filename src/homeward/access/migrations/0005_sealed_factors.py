"""Secrets of second factors that stand in clear text are sealed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import migrations

from homeward.ground.encryption import MARK, open_text, seal_text, sealer


def seal(apps: Any, editor: Any) -> None:
    """Seal what is not sealed yet: keys of authenticator apps, seeds of spare codes."""
    _rewrite(apps, lambda text: text if text.startswith(MARK) else seal_text(_sealer(), text))


def unseal(apps: Any, editor: Any) -> None:
    """Back to what version 0.1 reads."""
    _rewrite(apps, lambda text: open_text(_sealer(), text) or text)


def _sealer() -> Any:
    return sealer(settings.VAR, settings.FACTOR_KEY)


def _rewrite(apps: Any, change: Any) -> None:
    authenticators = apps.get_model("mfa", "Authenticator").objects.exclude(type="webauthn")
    for each in authenticators.order_by("pk"):
        for name in ("secret", "seed"):
            if name in each.data:
                each.data[name] = change(each.data[name])
        if "migrated_codes" in each.data:
            each.data["migrated_codes"] = [change(code) for code in each.data["migrated_codes"]]
        each.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [("access", "0004_involvement_running"), ("mfa", "0003_authenticator_type_uniq")]

    operations = [migrations.RunPython(seal, unseal)]
