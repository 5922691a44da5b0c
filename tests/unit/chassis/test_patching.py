"""nameko and eventlet stay inside three files, and patch the services' processes only."""

import subprocess
import sys
from pathlib import Path

import pytest

from services.chassis import command_line

ROOT = Path(__file__).parents[3]


def imports(statement: str) -> str:
    """Which machinery a fresh Python has loaded after a statement."""
    program = (
        f"import sys; {statement}; print(','.join(name for name in ('eventlet', 'nameko', 'pika', 'sqlalchemy') if name in sys.modules))"
    )
    return subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.parametrize("module", ["rpc_client", "assertions", "logs", "blobs", "settings", "telemetry"])
def test_what_the_gateway_uses_loads_neither_a_framework_nor_a_database(module: str) -> None:
    assert imports(f"import services.chassis.{module}") == ""


def test_the_relay_runs_without_eventlet() -> None:
    assert imports("import services.chassis.relay") == "pika,sqlalchemy"


def test_this_very_test_run_is_not_patched() -> None:
    assert "eventlet" not in sys.modules


def test_the_host_patches_before_psycopg_chooses_how_to_wait() -> None:
    program = (
        "import services.chassis.host, psycopg.waiting, eventlet.patcher;"
        "print(psycopg.waiting.wait.__name__, eventlet.patcher.is_monkey_patched('socket'))"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["wait_selector", "True"]
    assert done.stderr == ""


def test_names_are_looked_up_by_the_system_and_hold_nobody_up() -> None:
    program = (
        "import services.chassis.host, socket, sys, eventlet;"
        "ticks = []; eventlet.spawn(lambda: ticks.append(1));"
        "assert socket.getaddrinfo('localhost', 80) and 'dns' not in sys.modules; print(len(ticks))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1"


def test_the_command_line_itself_loads_nothing_before_the_patch() -> None:
    assert imports("import services.chassis.command_line") == ""


@pytest.mark.parametrize("arguments", [["dance"], [], ["serve", "twice"], ["migrate", "--all"]])
def test_an_unknown_command_says_which_there_are(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        command_line.main("cases", arguments=arguments)
    assert end.value.code == 2
    assert "serve | relay | migrate | check" in capsys.readouterr().err
