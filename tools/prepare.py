"""From an installed project to a platform that can be started; every step says what it does and how long it took."""

import os
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.chdir(ROOT)

from flask import Flask  # noqa: E402 -- the project's folder has to be known first
from flask.cli import ScriptInfo  # noqa: E402

from app import create_app  # noqa: E402

LOG = Path(tempfile.gettempdir()) / "certification-platform-setup.log"
LAST_LINES = 40
STEPS = {
    "build style sheets, icons and scripts": "assets build",
    "compile the Chinese texts": "translations compile",
    "bring the database up to date": "db upgrade",
    "load the schemes": "schemes load",
    "load the question bank": "bank import question_bank/content",
    "fill the demonstration world": "demo --quiet",
    "check settings, durability and fonts": "doctor",
}
"""What is done, by the operator's command that does it; done again, each finds its work done."""


def main() -> None:
    """Take every step, in one process, and print the sign-ins of the demonstration world; 1 where one fails."""
    print("Preparing the platform")
    app = create_app()
    for said, command in STEPS.items():
        print(f"  {said:<58}", end="", flush=True)
        began = monotonic()
        with _told_to_the_log():
            failed = _runs(app, command)
        print(" failed\n" if failed else f"{monotonic() - began:7.1f} s", flush=True)
        if failed:
            sys.exit("\n".join(LOG.read_text(encoding="utf-8", errors="replace").splitlines()[-LAST_LINES:]))
    sys.exit(_runs(app, "demo --sign-ins"))


def _runs(app: Flask, command: str) -> bool:
    """Whether the command failed."""
    try:
        app.cli.main(command.split(), "flask", obj=ScriptInfo(create_app=lambda: app))
    except SystemExit as ended:
        return bool(ended.code)
    except Exception:  # noqa: BLE001 -- whatever it was, it is printed and ends the preparation
        traceback.print_exc()
        return True
    return False


@contextmanager
def _told_to_the_log() -> Iterator[None]:
    """What this process and those that it starts print goes to the log."""
    sys.stdout.flush()
    kept = os.dup(1), os.dup(2)
    with LOG.open("ab") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    try:
        yield
    finally:
        sys.stdout.flush()
        for number, before in enumerate(kept, start=1):
            os.dup2(before, number)
            os.close(before)


if __name__ == "__main__":
    main()
