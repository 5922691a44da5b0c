"""Joins the use cases of identity with what they need; the table of contents of the service."""

import sys
from urllib.parse import urlsplit

from services.chassis.assertions import Signer, Verifier
from services.chassis.clock import SystemClock
from services.chassis.database import new_engine
from services.chassis.heavy_work import in_native_thread
from services.chassis.wiring import App, Job, wire
from services.identity.adapters.bankid_client import BankIdClient
from services.identity.adapters.bankid_trust import BankIdAccess, BankIdMisconfigured
from services.identity.adapters.mails import renderers
from services.identity.adapters.number_safe import BadNumberKeys, NumberSafe, read_keys
from services.identity.adapters.passwords import Argon2Passwords
from services.identity.adapters.unit_of_work import IdentityUnitOfWork
from services.identity.entrypoints.events import NEWS
from services.identity.entrypoints.jobs import JOBS
from services.identity.entrypoints.rpc import ASKS
from services.identity.settings import Settings
from services.identity.usecases.ports import Portal

NAME = "identity"


def build(settings: Settings) -> App:
    """The whole service, ready to be hosted. Files that do not belong together end the process like a wrong setting does."""
    clock = SystemClock()
    bankid, safe = _from_files(settings)
    engine = new_engine(settings.database_url.get_secret_value(), application=NAME)
    ports = {
        "uow": IdentityUnitOfWork(engine, clock),
        "clock": clock,
        "bankid": bankid,
        "passwords": Argon2Passwords(in_native_thread),
        "safe": safe,
        "minter": Signer(settings.signing_keys_file),
        "portal": Portal(
            address=settings.portal_address,
            domain=urlsplit(settings.portal_address).hostname or "",
            name=settings.portal_name,
            bankid_start_address=settings.bankid_start_address,
        ),
    }
    return App(
        name=NAME,
        engine=engine,
        settings=settings,
        verifier=Verifier(settings.identity_keys_file, NAME),
        asks={ask: wire(use_case, **ports) for ask, use_case in ASKS.items()},
        news={news: wire(use_case, **ports) for news, use_case in NEWS.items()},
        jobs=[Job(name, every, wire(run, **ports)) for name, every, run in JOBS],
        mails=renderers(settings.portal_address, settings.portal_name),
    )


def _from_files(settings: Settings) -> tuple[BankIdClient, NumberSafe]:
    wrong: list[str] = []
    try:
        safe = NumberSafe(read_keys(settings.personal_number_keys_file))
    except BadNumberKeys as error:
        wrong.append(str(error))
    try:
        bankid = BankIdClient(_access(settings))
    except BankIdMisconfigured as error:
        wrong.append(str(error))
    if wrong:
        print("The settings cannot be used:", *wrong, sep="\n  ", file=sys.stderr)
        raise SystemExit(2)
    return bankid, safe


def _access(settings: Settings) -> BankIdAccess:
    return BankIdAccess(
        address=settings.bankid_address,
        certificate_file=settings.bankid_certificate_file,
        key_file=settings.bankid_key_file,
        ca_file=settings.bankid_ca_file,
        environment=settings.environment,
    )
