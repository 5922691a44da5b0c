"""What every container of the portal may and may not do (trust.md, section 8)."""

import pytest

from tests.containers.compose import DEPLOYABLES, Stack

OTHERS_DATABASE = """
import psycopg
for database in ("identity", "cases", "billing", "content", "postgres", "template1"):
    try:
        psycopg.connect(open("/run/portal/database_url").read(), dbname=database, connect_timeout=20).close()
        print(database)
    except psycopg.OperationalError as refused:
        assert "permission denied for database" in str(refused), refused
"""
REACHES = """
import socket
try:
    socket.create_connection(("{address}", 8025), timeout=3).close()
    print("yes")
except OSError:
    print("no")
"""


def test_nothing_runs_as_root_or_may_become_it(stack: Stack) -> None:
    for service, container in stack.containers().items():
        host = container["HostConfig"]
        assert container["Config"]["User"] in ("10001:10001", "postgres", "rabbitmq"), service
        assert host["CapDrop"] == ["ALL"], service
        assert not host["CapAdd"], service
        assert host["SecurityOpt"] == ["no-new-privileges:true"], service
        assert not host["Privileged"], service


def test_no_container_can_write_to_its_own_program(stack: Stack) -> None:
    for service, container in stack.containers().items():
        assert container["HostConfig"]["ReadonlyRootfs"], service
        assert "/tmp" in container["HostConfig"]["Tmpfs"], service


def test_memory_processes_and_logs_have_limits(stack: Stack) -> None:
    for service, container in stack.containers().items():
        host = container["HostConfig"]
        assert 0 < host["Memory"] <= 1 << 30, service
        assert 0 < host["PidsLimit"] <= 500, service
        assert "max-size" in host["LogConfig"]["Config"], service


def test_only_the_gateway_and_the_simulators_pages_are_open_on_loopback(stack: Stack) -> None:
    open_ports = {}
    for service, container in stack.containers().items():
        for bindings in (container["HostConfig"]["PortBindings"] or {}).values():
            for binding in bindings:
                assert binding["HostIp"] == "127.0.0.1", service
                open_ports[int(binding["HostPort"])] = service
    assert set(open_ports) == stack.ports
    assert set(open_ports.values()) == {"gateway", "bankid-simulator", "mailbox"}


def test_secrets_come_as_files_and_each_has_only_its_own(stack: Stack) -> None:
    seen: dict[str, str] = {}
    for service, container in stack.containers().items():
        for variable in container["Config"]["Env"]:
            name, _, value = variable.partition("=")
            assert name.endswith("_FILE") or "://" not in value or "@" not in value, (service, name)
            assert "PASSWORD" not in name, (service, name)
        mounted = [mount["Name"].rpartition("_")[2] for mount in container["Mounts"] if mount["Destination"] == "/run/portal"]
        assert len(mounted) <= 1, service
        seen[service] = mounted[0] if mounted else ""
    for service in DEPLOYABLES:
        assert [name for name, volume in seen.items() if volume == f"secrets-{service}"] == [
            name for name in seen if name in (service, f"{service}-relay") or (service == "identity" and name == "demo-first-staff")
        ]


@pytest.mark.parametrize("service", [name for name in DEPLOYABLES if name != "gateway"])
def test_a_service_reaches_no_database_but_its_own(stack: Stack, service: str) -> None:
    assert stack.run_in(service, OTHERS_DATABASE).split() == [service]


def test_only_those_with_business_outside_have_a_way_there(stack: Stack) -> None:
    networks = stack.containers()["mailbox"]["NetworkSettings"]["Networks"]
    asked = REACHES.format(address=next(each["IPAddress"] for name, each in networks.items() if name.endswith("_outside")))
    services = ("identity", "cases", "billing", "content", "identity-relay", "cases-relay", "billing-relay", "content-relay")
    reached = {service for service in services if stack.run_in(service, asked).strip() == "yes"}
    assert reached == {"identity", "identity-relay", "cases-relay", "billing-relay", "content-relay"}


def test_the_brokers_users_are_ours_alone(stack: Stack) -> None:
    users = stack.compose("exec", "-T", "broker", "rabbitmqctl", "--quiet", "--no-table-headers", "list_users")
    assert {line.split()[0] for line in users.splitlines() if line.strip()} == {
        "admin",
        "gateway",
        "identity",
        "cases",
        "billing",
        "content",
    }
