"""What recurs in the cases: the notice, the return, the interview, the plan, the panel.

Each function adds the lines of one piece of practice to a story. A case leaves out what
its finding says was not done.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from homeward.rehearsal.story import Story
from homeward.rules.clocks import Clock, Source

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)

#: A consent record that says of what kind the consent is and on what it rests.
CLEAR_CONSENT = (
    "Kind: consent of {who} to the return interview and to sharing what comes of it."
    " Basis: told what is shared, with whom and why; agreed in their own words."
)


def notice(
    story: Story, informed_at: datetime, decided_at: datetime, screening: str = "duty"
) -> None:
    """Police tell social care, who acknowledge, screen and decide."""
    story.claim("coordinator", Clock.LA_INFORMED, Source.POLICE_CALL, informed_at)
    story.line(screening, "social_care.acknowledged", informed_at + 15 * MINUTE)
    story.line(
        screening,
        "episode.screened",
        informed_at + 45 * MINUTE,
        "Read with what is known of the child and the family.",
    )
    story.line(
        screening,
        "referral.decided",
        decided_at,
        "Further action: allocate, assess, offer the return interview.",
    )


def back(story: Story, returned_at: datetime, child_said: str) -> None:
    """Everyone is told of the return; police see the child and hear what the child says."""
    story.line("coordinator", "return.told", returned_at + 15 * MINUTE, heard=2 * MINUTE)
    story.line("coordinator", "child.said", returned_at + 45 * MINUTE, child_said)


def assessed(story: Story, who: str, at: datetime, text: str) -> None:
    """The risk assessment is in place."""
    story.line(who, "risk_assessment.updated", at, text)


def planned(story: Story, who: str, at: datetime, text: str) -> None:
    """The action plan is in place."""
    story.line(who, "action_plan.updated", at, text)


def offered(story: Story, at: datetime, who: str = "duty") -> None:
    """The return interview is offered and taken up; the interviewer is independent."""
    story.line(who, "interview.offered", at)
    story.line(who, "interview.accepted", at + 20 * MINUTE)
    story.line(who, "interview.assigned", at + 30 * MINUTE)
    story.line(
        who,
        "independence.checked",
        at + 35 * MINUTE,
        "Not the child's worker, nor in the line of their care.",
    )


def held(story: Story, at: datetime, text: str, who: str = "interviewer") -> None:
    """The interview itself, with its limits explained."""
    story.line(who, "interview.held", at, text)
    story.line(who, "limits.explained", at, "Confidentiality, advocacy and helplines.")


def in_detail(story: Story, at: datetime, push: str, carer: str) -> None:
    """What makes an interview a full one: all parts, push and pull, the carer's account."""
    story.line(
        "interviewer",
        "interview_sections.completed",
        at,
        "Circumstances, risks, safety plan, further support.",
    )
    story.line("interviewer", "push_pull.explored", at + 5 * MINUTE, push)
    story.line("interviewer", "carer_account.taken", at + 10 * MINUTE, carer)


def written_up(story: Story, at: datetime, shared_with: str) -> None:
    """The interview is written up and shared."""
    story.line("interviewer", "interview.submitted", at)
    story.line("interviewer", "interview.shared", at + 2 * HOUR, f"With {shared_with}.")


def shared(story: Story, who: str, at: datetime, with_whom: str) -> None:
    """Information goes to those who need it, and the family is told."""
    story.line(who, "information.shared", at, f"With {with_whom}. All confirmed receipt.")
    story.line(who, "sharing.explained", at + HOUR, "Told which agencies know what, and why.")


def at_panel(story: Story, at: datetime, text: str) -> None:
    """Listed for and discussed at the exploitation panel; minutes two days later."""
    story.line("panel", "panel.listed", at - timedelta(days=5), "Episode and interview.")
    story.line("panel", "panel.discussed", at, text)
    story.line("panel", "panel.minuted", at + timedelta(days=2))


def kept_in_view(story: Story, teams: tuple[str, ...], at: datetime) -> None:
    """The case is given to the teams that go on working with the child."""
    for team in teams:
        story.allocate("manager", team, at, "Goes on working with the child after this episode.")
