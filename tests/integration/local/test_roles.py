"""A service's login works with its tables and owns nothing; no service reaches another's database."""

import psycopg
import psycopg.errors
import pytest

from tests.support.servers import Servers, ServiceDatabase


@pytest.fixture(scope="module")
def cases(servers: Servers) -> ServiceDatabase:
    """A database with one table, made by its owner."""
    made = servers.database("cases", migrated=False)
    with psycopg.connect(made.owner_url) as connection:
        connection.execute("create table things (id bigint generated always as identity primary key, name text not null)")
    return made


def test_the_login_may_work_with_what_the_owner_makes(cases: ServiceDatabase) -> None:
    with psycopg.connect(cases.url) as connection:
        connection.execute("insert into things (name) values ('hiss')")
        connection.execute("update things set name = 'hiss A'")
        assert connection.execute("select name from things").fetchall() == [("hiss A",)]
        connection.execute("delete from things")


@pytest.mark.parametrize(
    "statement",
    [
        "create table mine (id int)",
        "alter table things add column more text",
        "drop table things",
        "truncate things",
        "alter table things disable row level security",
        "create schema mine",
        "create role friend",
        "set role cases_owner",
        "alter role cases superuser",
    ],
)
def test_the_login_may_change_the_shape_of_nothing(cases: ServiceDatabase, statement: str) -> None:
    with psycopg.connect(cases.url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement.encode())


@pytest.mark.parametrize("login", ["billing", "billing_owner"])
def test_no_other_service_gets_in(cases: ServiceDatabase, servers: Servers, login: str) -> None:
    billing = servers.database("billing", migrated=False)
    foreign = (billing.url if login == "billing" else billing.owner_url).replace(billing.name, cases.name)
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(foreign)


def test_making_the_roles_again_is_harmless(cases: ServiceDatabase, servers: Servers) -> None:
    from deploy.local.postgres import create_service_database
    from tests.support.servers import PASSWORD

    create_service_database(servers.database_admin_url, "cases", cases.name, PASSWORD, PASSWORD)
    with psycopg.connect(cases.url) as connection:
        connection.execute("select from things")


def test_letters_outside_ascii_are_lowered_as_in_containers(cases: ServiceDatabase) -> None:
    with psycopg.connect(cases.url) as connection:
        assert connection.execute("select lower('ÅÄÖ É')").fetchone() == ("åäö é",)
