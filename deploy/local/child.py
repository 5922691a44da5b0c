"""One process that we started and that ends with us: its log, its signals, its end."""

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

LOG_KEPT_BYTES = 5_000_000


class Child:
    """A started program in a session of its own, so that Ctrl-C in our terminal reaches it only through us."""

    def __init__(
        self,
        command: Sequence[str],
        log: Path,
        environment: Mapping[str, str],
        *,
        folder: Path | None = None,
        user: str | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
    ) -> None:
        self.stop_signal = stop_signal
        with open_log(log) as output:
            self._process = subprocess.Popen(  # - ended in `stop`
                ends_with_us(command, stop_signal, user),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=dict(environment),
                cwd=folder,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    def ended(self) -> int | None:
        """The exit status once it has ended, else None."""
        return self._process.poll()

    def signal(self, number: signal.Signals) -> None:
        """Send a signal; one that has ended gets none."""
        if self.ended() is None:
            self._process.send_signal(number)

    def wait(self, seconds: float) -> int | None:
        """Wait for its end; None when it has not come in time."""
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def stop(self, seconds: float = 10) -> None:
        """Ask it to end and wait; what does not end in time is killed."""
        self.signal(self.stop_signal)
        if self.wait(seconds) is None:
            self._process.kill()
            self._process.wait()

    def kill(self) -> None:
        """End it at once, without a chance to tidy up (kill -9)."""
        self.signal(signal.SIGKILL)
        self._process.wait()


def ends_with_us(command: Sequence[str], stop_signal: signal.Signals, user: str | None = None) -> list[str]:
    """The command so that the kernel stops the program when we die without stopping it, run as `user` where one is named."""
    prefix = ["setpriv"] if shutil.which("setpriv") else []
    if prefix:
        prefix += ["--pdeathsig", stop_signal.name.removeprefix("SIG")]
    if user is not None:
        if not prefix:
            raise RuntimeError("setpriv is missing (Debian: apt install util-linux); it is needed to run a program as another user")
        prefix += ["--reuid", user, "--regid", user_group(user), "--clear-groups"]
    return [*prefix, "--", *command] if prefix else list(command)


def user_group(user: str) -> str:
    """The name of a user's own group."""
    import grp
    import pwd

    return grp.getgrgid(pwd.getpwnam(user).pw_gid).gr_name


def open_log(path: Path) -> IO[bytes]:
    """Open a log for appending; one that has grown large is put aside first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LOG_KEPT_BYTES:
        os.replace(path, path.with_suffix(".log.1"))
    return path.open("ab")


def tail(path: Path, lines: int = 15) -> str:
    """The end of a log, for an error message."""
    if not path.exists():
        return "(no log)"
    return "\n".join(path.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
