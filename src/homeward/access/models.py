"""People, the roles they hold in teams, and the ground on which a team sees a child."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models

from homeward.access.looks.models import HomeMark, OddAnswer, OddLook, Preview, Watermark
from homeward.agencies.models import Agency, Team
from homeward.ground.ids import new_id
from homeward.rules.sharing import Ground, Role


class PersonManager(BaseUserManager["Person"]):
    """Makes people. An e-mail address is kept in lower case: it is the name at sign-in."""

    def create_user(self, email: str, name: str, password: str | None = None) -> Person:
        person = self.model(email=email.strip().lower(), name=name.strip())
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email=(username or "").strip().lower())


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    is_rehearsal = models.BooleanField(default=False)
    joined_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A role in a team between two days; a day without an end is still running."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=24, choices=[(role.value, role.words) for role in Role])
    since_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "team", "role"],
                condition=models.Q(until_on=None),
                name="membership_once",
            ),
            models.CheckConstraint(
                condition=models.Q(until_on=None) | models.Q(until_on__gte=models.F("since_on")),
                name="membership_days_in_order",
            ),
        ]


class Involvement(models.Model):
    """A team's ground for seeing a child, from and until. Written by verbs alone.

    `child_id` is a plain id: access lies below the children it opens.
    """

    child_id = models.UUIDField()
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", db_index=False)
    ground = models.CharField(max_length=20)
    since_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    act_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child_id", "team", "ground"], name="involvement_once_a_ground"
            ),
            models.CheckConstraint(
                condition=models.Q(ground__in=[ground.value for ground in Ground]),
                name="involvement_ground_known",
            ),
        ]
        indexes = [
            models.Index(fields=["team", "child_id"], name="involvement_team"),
            models.Index(fields=["team", "until_at"], name="involvement_running"),
        ]


class Ask(models.Model):
    """That somebody asked for emergency access, whether a child was found or not: append-only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    reason = models.CharField(max_length=500)

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="ask_of_person")]


class Emergency(models.Model):
    """One person's access to one child's record for some hours, without any involvement.

    Opened by `homeward_emergency` alone. `owner_team` and `owner_agency` are whom it was
    announced to: the team that owns the record's newest work.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    child_id = models.UUIDField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", db_index=False)
    agency = models.CharField(max_length=60)
    reason = models.CharField(max_length=500)
    opened_at = models.DateTimeField()
    until_at = models.DateTimeField()
    owner_team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+")
    owner_agency = models.CharField(max_length=60, blank=True)
    told_at = models.DateTimeField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    act_id = models.UUIDField()

    class Meta:
        verbose_name_plural = "emergencies"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_at__gte=models.F("opened_at")),
                name="emergency_times_in_order",
            )
        ]
        indexes = [
            models.Index(fields=["person", "until_at"], name="emergency_of_person"),
            models.Index(fields=["child_id", "until_at"], name="emergency_of_child"),
            models.Index(
                fields=["opened_at", "id"],
                condition=models.Q(reviewed_at=None),
                name="emergency_to_review",
            ),
            models.Index(
                fields=["opened_at"], condition=models.Q(told_at=None), name="emergency_to_tell"
            ),
        ]


class EmergencyReview(models.Model):
    """What somebody else said of an emergency access: append-only, the newest counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    emergency = models.ForeignKey(Emergency, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    right = models.BooleanField()
    reason = models.CharField(max_length=500, blank=True)
    act_id = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(right=True) | ~models.Q(reason=""),
                name="emergency_review_says_why",
            )
        ]


class WayIn(models.Model):
    """How an agency's people sign in, from a moment on. The newest row of an agency counts."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    provider = models.CharField(max_length=30, blank=True)
    domains = ArrayField(models.CharField(max_length=253))
    password = models.BooleanField()
    at = models.DateTimeField()
    act_id = models.UUIDField()

    class Meta:
        verbose_name_plural = "ways in"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(password=True) | ~models.Q(provider=""),
                name="way_in_leaves_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(provider="", domains=[])
                | (~models.Q(provider="") & ~models.Q(domains=[])),
                name="way_in_service_with_domains",
            ),
        ]


class Acceptance(models.Model):
    """Somebody agreed to a version of the code of conduct."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    version = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    act_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "version"], name="acceptance_once_a_version")
        ]


class FactorReset(models.Model):
    """An administrator asked that somebody's second steps be taken away: all of them are lost."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    asked_at = models.DateTimeField()
    act_id = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(person=models.F("asked_by")), name="factor_reset_not_own"
            )
        ]


class FactorResetEnd(models.Model):
    """How such a request ended: carried out, or stopped."""

    reset = models.OneToOneField(
        FactorReset, on_delete=models.PROTECT, primary_key=True, related_name="end"
    )
    done = models.BooleanField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    act_id = models.UUIDField()


class Invitation(models.Model):
    """A link that lets an invited person choose a password, once, until it expires.

    The link itself is not kept: it is signed anew from `id` when it is mailed or shown.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", db_index=False)
    site = models.URLField(max_length=200)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    act_id = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at")),
                name="invitation_times_in_order",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(used_at=None, withdrawn_at=None),
                name="invitation_open_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["made_at"],
                condition=models.Q(mailed_at=None, used_at=None, withdrawn_at=None),
                name="invitation_to_mail",
            )
        ]


class Handover(models.Model):
    """Open work of one person that an administrator hands on; the worker carries it out."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    agency = models.CharField(max_length=60)
    to_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    to_person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    carried_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["EPISODES", "DRAFTS"]), name="handover_kind_known"
            )
        ]
        indexes = [
            models.Index(
                fields=["asked_at"],
                condition=models.Q(carried_at=None),
                name="handover_to_carry_out",
            )
        ]


class Contact(models.Model):
    """How a team, or a person in it, is reached: append-only, the newest row is current."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    hours = models.CharField(max_length=200, blank=True)
    verified_on = models.DateField()
    entered_at = models.DateTimeField()
    entered_by = models.UUIDField(null=True)
    act_id = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["team", "person", "-id"], name="contact_newest")]


class UsedCode(models.Model):
    """A code from a phone that signed somebody in: good once, at whichever process it came."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "digest"], name="used_code_once")]


#: Kept beside these; named here so that Django finds them.
BESIDE = (HomeMark, OddLook, OddAnswer, Preview, Watermark)
