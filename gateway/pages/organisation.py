"""Organisation: who can sign in for us, what they may do, and inviting more."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from gateway.asking import ask, current
from gateway.errors import sentence
from gateway.forms.choices import of_words
from gateway.forms.organisation import MOST, InviteForm, RoleForm
from gateway.security.csrf import submitted_key
from gateway.words import ROLES
from services.contracts.identity import (
    ChangeRole,
    InvitationWanted,
    InviteMembers,
    Language,
    MemberShown,
    OrganisationShown,
    RemoveMember,
    ResendInvitation,
    ShowOrganisation,
    WithdrawInvitation,
)
from services.contracts.refusals import NOT_FOUND, Refused, refuse
from services.contracts.rights import Role

pages = Blueprint("organisation", __name__, url_prefix="/o/<org>/organisation")

Answer = Response | str | tuple[str, int]


@pages.get("")
def show() -> str:
    """Members and invitations."""
    return _page(ask(ShowOrganisation()), InviteForm())


@pages.post("/bjud-in")
def invite() -> Answer:
    """Invite those who are filled in. Rows that are refused stay, with the reason; the others have been sent."""
    shown = ask(ShowOrganisation())
    form = InviteForm(request.form)
    if "fler" in request.form and len(form.people) < MOST:
        form.people.append_entry()
        return _page(shown, form)
    form.offer(_roles(shown))
    valid = form.validate()
    rows = form.wanted()
    if not valid or not rows:
        if not rows:
            form.people[0].form.email.errors = [_("Skriv en e-postadress")]
        return _page(shown, form, invalid=True), 422
    people = [InvitationWanted(email=row.email.data or "", name=row.name.data or "", role=Role(row.role.data)) for row in rows]
    question = InviteMembers(
        idempotency_key=submitted_key(), people=people, message=form.message.data or "", language=_language_of(current().language)
    )
    results = ask(question).results
    refused = {each.email: each.refusal for each in results if each.refusal}
    sent = len(results) - len(refused)
    if sent:
        flash(ngettext("Inbjudan är skickad", "%(num)s inbjudningar är skickade", sent))
    if not refused:
        return redirect(url_for("organisation.show"), 303)
    left = InviteForm(data={"people": [row.data for row in rows if row.email.data in refused], "message": form.message.data})
    for row in left.people:
        row.form.email.errors = [sentence(refused[row.form.email.data or ""] or "")]
    return _page(ask(ShowOrganisation()), left, invalid=True, fresh=True), 422


@pages.post("/inbjudan/<invitation_id>/igen")
def resend(invitation_id: str) -> Response:
    """Send a new link; the old one stops working."""
    ask(ResendInvitation(idempotency_key=submitted_key(), invitation_id=invitation_id))
    flash(_("En ny länk är skickad. Den gamla fungerar inte längre."))
    return redirect(url_for("organisation.show"), 303)


@pages.post("/inbjudan/<invitation_id>/dra-tillbaka")
def withdraw(invitation_id: str) -> Response:
    """Take an invitation back."""
    ask(WithdrawInvitation(idempotency_key=submitted_key(), invitation_id=invitation_id))
    flash(_("Inbjudan är tillbakadragen"))
    return redirect(url_for("organisation.show"), 303)


@pages.route("/person/<person_id>", methods=["GET", "POST"])
def member(person_id: str) -> Answer:
    """Change one member's role. The page says what changes; a role changed meanwhile by somebody else is not overwritten."""
    shown, one = _member(person_id)
    form = RoleForm(request.form, data={"role": one.role})
    form.role.choices = of_words({role: ROLES[role] for role in _roles(shown)})
    if request.method == "GET":
        return _member_page(shown, one, form)
    if not form.validate():
        return _member_page(shown, one, form, invalid=True), 422
    if form.role.data == one.role and request.form.get("expected") == one.role:
        return redirect(url_for("organisation.show"), 303)
    try:
        expected = Role(request.form.get("expected", one.role))
        question = ChangeRole(idempotency_key=submitted_key(), person_id=person_id, expected=expected, role=Role(form.role.data))
    except ValueError:
        refuse("form_expired")
    try:
        ask(question)
    except Refused as refused:
        return _refused(refused, shown, one, form)
    flash(_("%(name)s är nu %(role)s", name=one.name, role=str(ROLES[question.role]).lower()))
    return redirect(url_for("organisation.show"), 303)


@pages.post("/person/<person_id>/ta-bort")
def remove(person_id: str) -> Answer:
    """End a membership at once."""
    shown, one = _member(person_id)
    try:
        ask(RemoveMember(idempotency_key=submitted_key(), person_id=person_id))
    except Refused as refused:
        form = RoleForm(data={"role": one.role})
        form.role.choices = of_words({role: ROLES[role] for role in _roles(shown)})
        return _refused(refused, shown, one, form)
    flash(_("%(name)s kan inte längre logga in för er", name=one.name))
    return redirect(url_for("front.start") if one.is_you else url_for("organisation.show"), 303)


def _page(shown: OrganisationShown, form: InviteForm, invalid: bool = False, fresh: bool = False) -> str:
    form.offer(_roles(shown))
    main_admins = [each for each in shown.members if each.role is Role.MAIN_ADMIN]
    return render_template(
        "organisation/show.html",
        organisation=shown,
        pending=[each for each in shown.invitations if each.state in ("pending", "expired")],
        only_main_admin=main_admins[0] if len(main_admins) == 1 else None,
        form=form,
        invalid=invalid,
        fresh=fresh,
    )


def _member_page(shown: OrganisationShown, one: MemberShown, form: RoleForm, invalid: bool = False, problem: str = "") -> str:
    return render_template("organisation/member.html", organisation=shown, member=one, form=form, invalid=invalid, problem=problem)


def _refused(refused: Refused, shown: OrganisationShown, one: MemberShown, form: RoleForm) -> tuple[str, int]:
    if refused.refusal.code not in ("last_main_admin", "role_above_own", "conflict"):
        raise refused
    return _member_page(shown, one, form, invalid=True, problem=sentence(refused.refusal)), 409


def _member(person_id: str) -> tuple[OrganisationShown, MemberShown]:
    shown = ask(ShowOrganisation())
    found = [one for one in shown.members if one.person_id == person_id and one.may_change]
    if not found:
        refuse(NOT_FOUND)
    return shown, found[0]


def _roles(shown: OrganisationShown) -> list[str]:
    return [role.value for role in reversed(list(Role)) if role in shown.may_grant]


def _language_of(language: str) -> Language:
    return "en" if language == "en" else "sv"
