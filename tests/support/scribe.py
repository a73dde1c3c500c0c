"""A process of its own that writes answers for several candidates and journals each acknowledgement before it goes on.

It knows nothing of the platform but its interface: whatever fails is sent again with the same number.
"""

import http.client
import json
import os
import sys
import threading
import time

HEADERS = {"Content-Type": "application/json", "Accept-Language": "en"}


class Journal:
    """Acknowledgements, each on the disk before the next save is sent."""

    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._lock = threading.Lock()
        self.lines = 0

    def note(self, line: dict[str, object]) -> None:
        with self._lock:
            os.write(self._file, json.dumps(line).encode() + b"\n")
            self.lines += 1


def write(who: dict[str, str], port: int, journal: Journal, wanted: int, enough: str) -> None:
    """Answer after answer, until so many are acknowledged and the file `enough` is there."""
    headers = {**HEADERS, "Cookie": f"session={who['cookie']}", "X-CSRFToken": who["token"]}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    seq = 0
    while journal.lines < wanted or not os.path.exists(enough):  # noqa: PTH110 -- asked at every answer
        seq += 1
        value = {"chosen": ["ABCD"[seq % 4]], "flagged": seq % 3 == 0}
        body = json.dumps(
            {"writer": "page-one-0001", "answers": [{"seq": seq, "slot": str(seq % 40 + 1), "value": value}]}
        )
        while True:
            try:
                connection.request("POST", f"/api/attempts/{who['attempt']}/answers", body, headers)
                answer = connection.getresponse()
                said = answer.read()
            except (OSError, http.client.HTTPException):
                connection.close()
                time.sleep(0.05)
                continue
            if answer.status < 500:
                break
            time.sleep(0.05)
        assert answer.status == 200, said
        assert json.loads(said)["durable"] == seq
        journal.note({"attempt": who["attempt"], "seq": seq, "value": value})


def main() -> None:
    port, journal, wanted, enough = int(sys.argv[1]), Journal(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    failed: list[BaseException] = []

    def careful(who: dict[str, str]) -> None:
        try:
            write(who, port, journal, wanted, enough)
        except BaseException as error:
            failed.append(error)
            raise

    threads = [threading.Thread(target=careful, args=(who,)) for who in json.load(sys.stdin)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
