"""Settings of both simulators: defaults, everything wrong named at once, and never in production."""

from pathlib import Path

import pytest

from deploy.simulators.bankid.settings import read_settings as bankid_settings
from deploy.simulators.mailbox.settings import read_settings as mailbox_settings


def test_defaults_need_no_variables() -> None:
    bankid, mailbox = bankid_settings({}), mailbox_settings({})
    assert (bankid.host, bankid.page_port, bankid.timings.start_window) == ("127.0.0.1", 8081, 30)
    assert (mailbox.page_port, mailbox.folder) == (8082, None)


def test_variables_are_read() -> None:
    read = bankid_settings({"BANKID_SIMULATOR_API_PORT": "0", "BANKID_SIMULATOR_START_WINDOW_S": "2.5", "BANKID_SIMULATOR_FOLDER": "/x"})
    assert (read.api_port, read.timings.start_window, read.timings.user_window, read.folder) == (0, 2.5, 180, Path("/x"))


@pytest.mark.parametrize("read", [bankid_settings, mailbox_settings])
def test_production_is_refused(read: object, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        read({"ENVIRONMENT": " Production "})  # type: ignore[operator]
    assert ended.value.code == 2
    assert "ENVIRONMENT is production" in capsys.readouterr().err


def test_everything_wrong_is_named_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        bankid_settings({"BANKID_SIMULATOR_API_PORT": "70000", "BANKID_SIMULATOR_PAGE_PORT": "web", "BANKID_SIMULATOR_USER_WINDOW_S": "-1"})
    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert all(name in told for name in ("API_PORT cannot be '70000'", "PAGE_PORT cannot be 'web'", "USER_WINDOW_S cannot be '-1'"))
