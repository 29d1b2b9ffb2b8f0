"""The review queue: what waits, one review and its decision, what was decided, undoing it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from homeward.access.queries import names_of
from homeward.agencies.queries import Directory, get_directory
from homeward.casework.answer_question import answer_question
from homeward.casework.ask_about_review import ask_about_review
from homeward.casework.ask_same_child import ask_same_child
from homeward.casework.decide_review import decide_review, undo_review
from homeward.casework.log_reading import log_reading
from homeward.intake.queries import find_rows, rows_of_version
from homeward.linkage.queries import (
    ReviewFacts,
    count_waiting,
    get_question,
    get_review,
    list_decided,
    list_waiting,
    profiles_of,
    questions_of,
    questions_to,
    teams_of_review,
)
from homeward.rules.acts import Refusal, Viewer
from homeward.rules.sharing import Role, sections_for
from homeward.web.acting import act_of, found, open_to, sent
from homeward.web.keys import read_time_key
from homeward.web.lists.columns import every
from homeward.web.lists.downloads import send_list, wants_file
from homeward.web.request import Request
from homeward.web.reviews import present
from homeward.web.reviews.forms import (
    ASK,
    DIFFERENT,
    SAME,
    TWO,
    AnswerForm,
    DecisionForm,
    UndoForm,
)

PAGE = 25
CAP = 1000
DONE = {
    "same": "Decided: the same child. The report joins the record within moments.",
    "different": "Decided: different children. The report gets a record of its own.",
    "aside": "Set aside. Police will have to send the row again.",
    "ask": "Marked as asked. It stays in the queue until somebody decides.",
    "joined": "Decided: one child. The two numbers are joined within moments; both are kept.",
    "apart": "Decided: two children. Both records stay as they are.",
    "two-numbers": "Asked whether the two known children are one. It stands in this queue now.",
    "undone": "Undone. The report waits again, and none of its lines is lost.",
}

QUESTIONS = 100
ANSWERED = "Answered. The keepers of the record see it beside the comparison."


def _keeps_the_record(viewer: Viewer) -> bool:
    return viewer.has_role(Role.DATA_STEWARD)


@require_safe
@open_to(_keeps_the_record)
def queue(request: Request) -> HttpResponseBase:
    """What waits for a person, oldest first."""
    if wants_file(request):
        parts = every(lambda after, limit: list_waiting(request.viewer, after, limit), _raised)
        waiting = (present.review_line(row, {}) for rows in parts for row in rows)
        return send_list(request, present.WAITING, waiting)
    rows = list_waiting(request.viewer, read_time_key(request.GET.get("after", "")), PAGE + 1)
    lines, next_key = present.page_of(rows, PAGE)
    page = {
        "reviews": lines,
        "next_key": next_key,
        "waiting": _many(count_waiting(request.viewer, CAP)),
        "first_page": "after" not in request.GET,
        "notice": DONE.get(request.GET.get("done", "")),
        "now": request.now,
    }
    return render(request, "reviews/list.html", page)


def _many(count: int) -> str:
    return str(count) if count < CAP else f"{CAP - 1}+"


def _raised(row: ReviewFacts) -> tuple[datetime, UUID]:
    return row.raised_at, row.id


def _decided(row: ReviewFacts) -> tuple[datetime, UUID]:
    return row.decided_at or row.raised_at, row.id


def _lines(rows: Sequence[ReviewFacts]) -> list[present.ReviewLine]:
    names = names_of(row.decided_by for row in rows if row.decided_by)
    return [present.review_line(row, names) for row in rows]


@require_safe
@open_to(_keeps_the_record)
def decided(request: Request) -> HttpResponseBase:
    """What people decided, newest first, paged by key."""
    if wants_file(request):
        parts = every(lambda after, limit: list_decided(request.viewer, after, limit), _decided)
        return send_list(
            request, present.DECIDED, (line for rows in parts for line in _lines(rows))
        )
    rows = list_decided(request.viewer, read_time_key(request.GET.get("after", "")), PAGE + 1)
    page = {
        "reviews": _lines(rows[:PAGE]),
        "next_key": present.decided_key(rows, PAGE),
        "first_page": "after" not in request.GET,
        "notice": DONE.get(request.GET.get("done", "")),
        "now": request.now,
    }
    return render(request, "reviews/decided.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(_keeps_the_record)
def review_page(request: Request, review: UUID) -> HttpResponse:
    """One review: the comparison, and the decision."""
    facts = found(get_review(request.viewer, review))
    directory = get_directory()
    knowing, sender = teams_of_review(request.viewer, facts.id) if facts.waits else ({}, None)
    form = DecisionForm(
        sent(request),
        children=facts.candidates,
        teams=present.askable(knowing, sender, directory),
        two_numbers=facts.kind == "CHILDREN",
    )
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            done = _decide(request, facts, form)
        except Refusal as refusal:
            refused, done = refusal.sentence, ""
        if done:
            return redirect(f"/review/?done={done}")
    page = {
        "review": facts,
        "form": form,
        "refused": refused,
        "newcomers": present.newcomers(facts, knowing, sender, directory),
        "now": request.now,
    }
    return render(request, "reviews/review.html", page | _seen(request, facts, directory))


def _decide(request: Request, facts: ReviewFacts, form: DecisionForm) -> str:
    """Carry out the button that was pressed; which sentence to show, blank after an error."""
    choice = request.POST.get("decision", "")
    act = act_of(request, "decide_review", form.cleaned_data["reason"])
    two = facts.kind == "CHILDREN"
    if choice == ASK:
        return _ask(request, facts, form)
    if choice == TWO and len(facts.candidates) == 2:
        ask_same_child(act_of(request, "ask_same_child", act.reason), facts.id, *facts.candidates)
    elif choice == DIFFERENT:
        decide_review(act, facts.id)
        return {"CONTENT": "aside", "CHILDREN": "apart"}.get(facts.kind, choice)
    elif choice == SAME and facts.candidates:
        child = form.chosen()
        if child is None:
            return ""
        decide_review(act, facts.id, same_as=child)
        return "joined" if two else choice
    else:
        form.add_error(None, "Choose one of the decisions.")
        return ""
    return choice


def _ask(request: Request, facts: ReviewFacts, form: DecisionForm) -> str:
    """Ask a team that knows the child; where none does, mark the review as asked elsewhere."""
    said = form.cleaned_data
    if len(form.fields["team"].widget.choices) < 2:
        decide_review(act_of(request, "decide_review", said["reason"]), facts.id, ask=True)
        return ASK
    if not said["team"] or not said["asks"].strip():
        form.add_error("team" if not said["team"] else "asks", "Say whom you ask, and what.")
        return ""
    act = act_of(request, "ask_about_review")
    ask_about_review(act, facts.id, team=int(said["team"]), asks=said["asks"])
    return ASK


def _seen(request: Request, facts: ReviewFacts, directory: Directory) -> dict[str, Any]:
    """What the page shows beside the review itself; the reading is logged."""
    viewer = request.viewer
    known = profiles_of(viewer, facts.candidates) if facts.waits else {}
    shown: dict[str, Any] = {
        "line": _line(facts),
        "comparisons": present.comparisons(facts, known, directory) if known else [],
    }
    questions = questions_of(viewer, facts.id)
    names = names_of(each.answered_by for each in questions)
    shown["asked"] = present.asked(questions, directory, names)
    if facts.kind == "CONTENT" and facts.row_id is not None:
        row = find_rows(viewer, [facts.row_id]).get(facts.row_id)
        versions = rows_of_version(viewer, row.ref, row.version) if row else []
        shown["content"] = present.content_of(row, versions)
    log_reading(act_of(request, "log_reading"), "review", list(known))
    return shown


def _line(facts: ReviewFacts) -> present.ReviewLine:
    names = names_of([facts.decided_by]) if facts.decided_by else {}
    return present.review_line(facts, names)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(_keeps_the_record)
def undo(request: Request, review: UUID) -> HttpResponse:
    """Undo a decision, with the reason."""
    facts = found(get_review(request.viewer, review))
    form = UndoForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            undo_review(act_of(request, "undo_review", form.cleaned_data["reason"]), facts.id)
            return redirect("/review/decided/?done=undone")
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
    page = {"line": _line(facts), "form": form, "now": request.now}
    return render(request, "reviews/undo.html", page)


def _is_asked(viewer: Viewer) -> bool:
    return bool(viewer.teams and sections_for(viewer.roles))


@require_safe
@open_to(_is_asked)
def questions(request: Request) -> HttpResponse:
    """What the keepers of the record asked the viewer's teams."""
    rows = questions_to(request.viewer, request.viewer.teams, QUESTIONS)
    names = names_of(row.answered_by for row in rows)
    listed = present.asked(rows, get_directory(), names)
    notice = ANSWERED if request.GET.get("done") == "answered" else None
    page = {"asked": listed, "notice": notice, "now": request.now}
    return render(request, "reviews/questions.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(_is_asked)
def question(request: Request, question: UUID) -> HttpResponse:
    """One question, and the answer."""
    facts = found(get_question(request.viewer, question))
    owed = facts.team_id in request.viewer.teams and facts.answered_at is None
    found(facts if owed else None)
    form = AnswerForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            act = act_of(request, "answer_question")
            answer_question(act, question, form.cleaned_data["answer"])
            return redirect("/review/questions/?done=answered")
        except Refusal as refusal:
            form.add_error("answer", refusal.sentence)
    page = {"question": facts, "form": form, "now": request.now}
    return render(request, "reviews/question.html", page)
