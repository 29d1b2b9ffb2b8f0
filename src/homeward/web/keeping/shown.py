"""What other pages show of keeping: that a record was erased."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from homeward.children.facts import ChildFacts
from homeward.retention.queries import get_decision
from homeward.web.request import Request


def gone(request: Request, child: ChildFacts) -> HttpResponse:
    """The page of a record that was erased: when and under which rule."""
    decision = get_decision(request.viewer, child.id)
    page = {"erased_at": child.erased_at, "decision": decision}
    return render(request, "keeping/gone.html", page)
