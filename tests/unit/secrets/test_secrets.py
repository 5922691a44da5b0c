"""Making and handing out: nothing changes by itself, and nobody gets what another needs."""

import json
import stat
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from deploy.secrets.__main__ import main
from deploy.secrets.making import make_missing, read
from services.chassis.keys import private_keys, public_keys
from services.chassis.topology_table import SERVICES, USERS


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("secrets")
    assert main(["--folder", str(made), "--database", "db:5432", "--broker", "mq:5672", "--vhost", "a/b"]) == 0
    return made


def test_a_second_time_changes_no_key_and_no_password(folder: Path) -> None:
    def content() -> dict[str, bytes]:
        # The broker's definitions hold salted hashes; the passwords behind them are compared as they are kept.
        return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != "definitions.json"}

    before = content()
    assert main(["--folder", str(folder), "--database", "db:5432", "--broker", "mq:5672", "--vhost", "a/b"]) == 0
    assert content() == before


def test_servers_that_have_moved_change_addresses_but_no_password(tmp_path: Path) -> None:
    main(["--folder", str(tmp_path), "--database", "old:5432"])
    old = urlsplit((tmp_path / "cases" / "database_url").read_text())
    main(["--folder", str(tmp_path), "--database", "new:6000"])
    new = urlsplit((tmp_path / "cases" / "database_url").read_text())
    assert (new.hostname, new.port) == ("new", 6000)
    assert new.password == old.password


def test_a_removed_password_is_made_anew_and_handed_out(tmp_path: Path) -> None:
    main(["--folder", str(tmp_path)])
    before = (tmp_path / "cases" / "broker_url").read_text()
    (tmp_path / "kept" / "broker-cases").unlink()
    main(["--folder", str(tmp_path)])
    assert (tmp_path / "cases" / "broker_url").read_text() != before


def test_every_service_gets_its_own_logins_only(folder: Path) -> None:
    passwords = {path.name: path.read_text() for path in (folder / "kept").glob("*-*") if path.name.startswith(("database-", "broker-"))}
    for service in SERVICES:
        held = "".join(path.read_text() for path in (folder / service).iterdir())
        assert {name for name, value in passwords.items() if value in held} == {f"database-{service}", f"broker-{service}"}
        held = "".join(path.read_text() for path in (folder / f"{service}-migrate").iterdir())
        assert {name for name, value in passwords.items() if value in held} == {f"database-{service}-owner"}
    held = "".join(path.read_text() for path in (folder / "gateway").iterdir())
    assert {name for name, value in passwords.items() if value in held} == {"broker-gateway"}


def test_only_identity_can_sign(folder: Path) -> None:
    public = json.loads((folder / "billing" / "identity_keys.json").read_text())
    private = (folder / "identity" / "signing_keys.json").read_text()
    assert list(public_keys(json.dumps(public))) == list(private_keys(private))
    assert all("d" not in key for key in public["keys"])
    assert [path.parent.name for path in folder.glob("*/signing_keys.json")] == ["identity"]
    assert [path.parent.name for path in folder.glob("*/personal_number_keys.json")] == ["identity"]


def test_the_virtual_hosts_name_is_one_part_of_the_address(folder: Path) -> None:
    assert urlsplit((folder / "cases" / "broker_url").read_text()).path == "/a%2Fb"
    definitions = json.loads((folder / "broker" / "definitions.json").read_text())
    assert {user["name"] for user in definitions["users"]} == set(USERS)
    assert definitions["vhosts"] == [{"name": "a/b"}]


def test_only_the_owner_can_read_what_is_kept_and_what_our_processes_get(folder: Path) -> None:
    for path in folder.rglob("*"):
        foreign = {"postgres", "broker"} & set(path.relative_to(folder).parts)
        if path.is_file() and not foreign:
            assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
    assert stat.S_IMODE((folder / "kept").stat().st_mode) == 0o700


def test_a_folder_that_cannot_be_used_is_said_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "kept").write_text("not a folder")
    assert main(["--folder", str(tmp_path)]) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_the_native_run_reads_what_is_made_here(tmp_path: Path) -> None:
    make_missing(tmp_path)
    assert len(read(tmp_path, "gateway-key")) >= 32
    keys = json.loads(read(tmp_path, "personal-number-keys.json"))
    assert keys["current"] in keys["aes"]
