"""The asks that identity answers, each bound to its use case."""

from collections.abc import Callable
from typing import Any

from services.contracts import identity
from services.contracts.envelope import Ask
from services.identity.usecases.accept_invitation import accept_invitation
from services.identity.usecases.add_organisation import add_organisation
from services.identity.usecases.ask_for_new_invitation import ask_for_new_invitation
from services.identity.usecases.assert_for import assert_for
from services.identity.usecases.begin_registration import begin_registration
from services.identity.usecases.cancel_bank_id import cancel_bank_id
from services.identity.usecases.change_role import change_role
from services.identity.usecases.complete_with_password import complete_with_password
from services.identity.usecases.finish_bank_id import finish_bank_id
from services.identity.usecases.invite_contact import invite_contact
from services.identity.usecases.invite_members import invite_members
from services.identity.usecases.invite_staff import invite_staff
from services.identity.usecases.list_organisations import list_organisations
from services.identity.usecases.list_staff import list_staff
from services.identity.usecases.poll_bank_id import poll_bank_id
from services.identity.usecases.remove_member import remove_member
from services.identity.usecases.resend_invitation import resend_invitation
from services.identity.usecases.resume_device import resume_device
from services.identity.usecases.save_details import save_details
from services.identity.usecases.save_profile import save_profile
from services.identity.usecases.show_invitation import show_invitation
from services.identity.usecases.show_organisation import show_organisation
from services.identity.usecases.show_organisation_to_staff import show_organisation_to_staff
from services.identity.usecases.show_profile import show_profile
from services.identity.usecases.show_registration import show_registration
from services.identity.usecases.sign_in_with_password import sign_in_with_password
from services.identity.usecases.sign_out import sign_out
from services.identity.usecases.start_bank_id import start_bank_id
from services.identity.usecases.withdraw_invitation import withdraw_invitation

ASKS: dict[type[Ask[Any]], Callable[..., Any]] = {
    identity.AssertFor: assert_for,
    identity.SignOut: sign_out,
    identity.ResumeDevice: resume_device,
    identity.SignInWithPassword: sign_in_with_password,
    identity.StartBankId: start_bank_id,
    identity.PollBankId: poll_bank_id,
    identity.FinishBankId: finish_bank_id,
    identity.CancelBankId: cancel_bank_id,
    identity.ShowInvitation: show_invitation,
    identity.AskForNewInvitation: ask_for_new_invitation,
    identity.BeginRegistration: begin_registration,
    identity.ShowRegistration: show_registration,
    identity.SaveDetails: save_details,
    identity.CompleteWithPassword: complete_with_password,
    identity.AcceptInvitation: accept_invitation,
    identity.ShowOrganisation: show_organisation,
    identity.InviteMembers: invite_members,
    identity.ResendInvitation: resend_invitation,
    identity.WithdrawInvitation: withdraw_invitation,
    identity.ChangeRole: change_role,
    identity.RemoveMember: remove_member,
    identity.ShowProfile: show_profile,
    identity.SaveProfile: save_profile,
    identity.ListOrganisations: list_organisations,
    identity.AddOrganisation: add_organisation,
    identity.ShowOrganisationToStaff: show_organisation_to_staff,
    identity.InviteContact: invite_contact,
    identity.ListStaff: list_staff,
    identity.InviteStaff: invite_staff,
}
