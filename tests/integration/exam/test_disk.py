"""Seen from outside, by the calls to the kernel: the disk has the answer before the acknowledgement leaves."""

import http.client
import json
import re
import subprocess

import pytest

from benchmarks.processes import server, tree
from benchmarks.swarm import gather
from tests.support.exam_room import WRITER, choice

SEQ = 77_077
SENDING = re.compile(rf"(?:write|writev|sendto|sendmsg)\(.*durable\S*{SEQ}")
HEARING = re.compile(rf"(?:read|recvfrom|recvmsg)\b.*{SEQ}")
ON_THE_DISK = re.compile(r"\bf(?:data)?sync\b.*= 0$")


@pytest.fixture
def the_clock_before_everybody() -> None:
    """Real processes have the real time."""


def traced(pids, folder, act):
    """What these processes asked of the kernel meanwhile, in order: their number and the call."""
    calls = "trace=fsync,fdatasync,read,recvfrom,recvmsg,write,writev,sendto,sendmsg"
    which = [part for pid in pids for part in ("-p", str(pid))]
    command = ["strace", "-f", "-s", "2000", "-e", calls, "-o", str(folder / "calls"), *which]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as strace:
        for _ in pids:
            assert "attached" in strace.stderr.readline()
        act()
        strace.terminate()
    return [line.split(maxsplit=1) for line in (folder / "calls").read_text().splitlines()]


def test_the_disk_has_an_answer_before_the_acknowledgement_leaves(app, data_dir, database_url, tmp_path, request):
    is_sqlite = database_url.startswith("sqlite")
    environment = {"DATABASE_URL": database_url, "DATA_DIR": str(data_dir), "SECRET_KEY": "a secret of the tests"}
    (who,) = gather(app, 1, furnished=True)
    with server(environment, "--workers", "1", "--threads", "1") as (port, supervisor):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        who.starts(connection)
        who.claims(connection)
        who.saves(connection)

        def save():
            answer = {"seq": SEQ, "slot": "1", "value": choice("B")}
            status, said, _ = who.posts(connection, "answers", {"writer": WRITER, "answers": [answer]})
            assert (status, json.loads(said)["durable"]) == (200, SEQ)

        pids = tree(supervisor)[2:] + ([] if is_sqlite else tree(request.getfixturevalue("postgres").process.pid))
        calls = traced(pids, tmp_path, save)
        connection.close()

    said = next(place for place, (_, call) in enumerate(calls) if SENDING.search(call))
    heard = [place for place, (_, call) in enumerate(calls[:said]) if HEARING.search(call)]
    assert any(ON_THE_DISK.search(call) for _, call in calls[heard[-1] : said])
