"""The short run of `scripts/lose-nothing`: a real server, a line that breaks, SIGKILL and an ended session."""

import subprocess
import sys

from tests.browser.conftest import ROOT


def test_of_twenty_answers_none_is_lost_or_wrongly_called_saved_while_everything_breaks():
    short = ["--answers", "20", "--cuts", "2", "--kills", "1", "--expiries", "1"]
    run = subprocess.run(
        [sys.executable, ROOT / "scripts" / "lose-nothing", *short], capture_output=True, text=True, timeout=600
    )
    assert run.returncode == 0, run.stdout + run.stderr
    figures = dict(line.rsplit(maxsplit=1) for line in run.stdout.splitlines()[1:] if line)
    assert (figures["answers given"], figures["answers lost"], figures["wrongly called saved"]) == ("20", "0", "0")
    assert int(figures["times that an answer was called saved"]) >= 20
