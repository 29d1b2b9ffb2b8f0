"""Every address the web serves. Probes (`/health/...`, `/metrics`) answer before these."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("homeward.web.pages.urls")),
    path("", include("homeward.web.sign_in.urls")),
    path("", include("homeward.web.desk.urls")),
    path("board/", include("homeward.web.board.urls")),
    path("intake/", include("homeward.web.intake.urls")),
    path("review/", include("homeward.web.reviews.urls")),
    path("differences/", include("homeward.web.differences.urls")),
    path("copies/", include("homeward.web.copies.urls")),
    path("keeping/", include("homeward.web.keeping.urls")),
    path("children/", include("homeward.web.children.urls")),
    path("children/", include("homeward.web.looked.urls")),
    path("", include("homeward.web.people.urls")),
    path("", include("homeward.web.looks.urls")),
    path("emergency/", include("homeward.web.emergency.urls")),
    path("children/<uuid:child>/documents/", include("homeward.web.documents.urls")),
    path("episodes/", include("homeward.web.episodes.urls")),
    path("lists/", include("homeward.web.lists.urls")),
    path("protocol/", include("homeward.web.protocol.urls")),
    path("search/", include("homeward.web.search.urls")),
    path("report/", include("homeward.web.reports.urls")),
]

handler400 = "homeward.web.pages.views.bad_request"
handler403 = "homeward.web.pages.views.forbidden"
handler404 = "homeward.web.pages.views.not_found"
handler500 = "homeward.web.pages.views.failed"
