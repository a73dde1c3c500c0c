"""A network between a browser and the platform that can be cut for everything at once, workers and farewells as well."""

import socket
import threading
from contextlib import suppress

from tests.support.postgres import free_port


class Network:
    """Passes bytes on to a port of this machine; `cut()` ends what is under way and takes nothing more."""

    def __init__(self, target: int) -> None:
        self.target, self.port = target, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._under_way: set[socket.socket] = set()
        self._door: socket.socket | None = None
        self.restore()

    def restore(self) -> None:
        self._door = socket.create_server(("127.0.0.1", self.port), reuse_port=False)
        threading.Thread(target=self._take, args=(self._door,), daemon=True).start()

    def cut(self) -> None:
        door, self._door = self._door, None
        for each in (door, *self._under_way):
            if each is not None:
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
                each.close()
        self._under_way.clear()

    def _take(self, door: socket.socket) -> None:
        while True:
            try:
                near, _ = door.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self.target))
            self._under_way |= {near, far}
            for here, there in ((near, far), (far, near)):
                threading.Thread(target=self._pass_on, args=(here, there), daemon=True).start()

    @staticmethod
    def _pass_on(here: socket.socket, there: socket.socket) -> None:
        with suppress(OSError):
            while piece := here.recv(1 << 16):
                there.sendall(piece)
        for each in (here, there):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
