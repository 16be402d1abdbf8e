"""Many bays, many clients, and not one leak between bays.

    python3 isolation.py BINARY [--seconds 60] [--bays 500] [--clients 16] [--break]

It starts a server of its own, without limits that the calls could reach. Each client takes a bay after the other,
whichever is free, and does something in it: a write by one of the vendors, a fork, a reset, a removal, a snapshot or
its restoration. Beside each bay stands what must be in it, and every read must show just that; whatever is written has
a mark that nothing else has, so that a mark shows in one bay and its copies or is a leak. --break sends some writes to
another bay on purpose, which must be found.

Prints what was done and exits with 1 where something leaked.
"""

import argparse
import collections
import itertools
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import threading
import time

from isolating.bay import STOCK, Bay
from isolating.calls import Client, Leak

SHOWN = 20
WORLD = {
    "scenario": 1,
    "given": {
        "limits": {"autoleap": "off", "autosync": "off", "leadway": "off"},
        "records": {"htp.items/101-1-500001": {"available_quantity": STOCK}},
    },
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--bays", type=int, default=500)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--break", action="store_true", dest="broken")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        scenario = pathlib.Path(folder) / "isolation.json"
        scenario.write_text(json.dumps(WORLD))
        command = [options.binary, "serve", "--port", "0", "--quiet", "--journal", "1MiB", "--scenario", scenario]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            field = Field(options, json.loads(server.stdout.readline()))
            field.run()
            field.look_at_all()
        finally:
            server.terminate()
            server.wait()
    sys.exit(field.tell())


class Field:
    """The bays, who is in which of them, and what came of it."""

    def __init__(self, options, ready):
        self.options = options
        self.ready = ready
        self.bays = [Bay(f"iso-{number}") for number in range(options.bays)]
        self.end = time.monotonic() + options.seconds
        self.marks = itertools.count(1)
        self.counts = collections.Counter()
        self.leaks = []
        self.broken = []
        """Errors that are no leaks: a connection that broke, a reply of another shape."""
        self.lock = threading.Lock()

    def run(self):
        threads = [threading.Thread(target=self.play, args=(number,)) for number in range(self.options.clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if self.broken:
            raise self.broken[0]

    def play(self, number):
        """One client, until the time is over."""
        try:
            self.visit_bays(number)
        except Exception as error:
            self.broken.append(error)
            self.end = 0

    def visit_bays(self, number):
        chance = random.Random(self.options.seed * 1000 + number)
        client = Client(self.ready, chance, self.astray if self.options.broken else None)
        while time.monotonic() < self.end and len(self.leaks) < 1000:
            bay = chance.choice(self.bays)
            if not bay.lock.acquire(blocking=False):
                continue
            try:
                bay.do_something(client, chance, self)
            except Leak as leak:
                self.note(leak)
                bay.start_over(client)
            finally:
                bay.lock.release()
        with self.lock:
            self.counts += client.counts

    def astray(self, chance, name):
        """Where a write goes that is led astray: now and then, to a bay that it does not belong to."""
        return chance.choice(self.bays).name if chance.random() < 0.05 else name

    def mark(self):
        """What is written nowhere else. It ends with a letter: no mark begins another."""
        return f"zq{next(self.marks)}x"

    def free_bay(self, chance, other):
        """Another bay that nobody is in, taken; None where there is none at hand."""
        bay = chance.choice(self.bays)
        return bay if bay is not other and bay.lock.acquire(blocking=False) else None

    def look_at_all(self):
        """When all is quiet again, every bay once more, and that there are no others."""
        client = Client(self.ready, random.Random(0))
        for bay in self.bays:
            try:
                bay.look(client)
            except Leak as leak:
                self.note(leak)
        there = {bay["bay"] for bay in client.control("GET", "bays")["bays"] if bay["bay"].startswith("iso-")}
        expected = {bay.name for bay in self.bays if bay.is_there}
        if there != expected:
            self.note(Leak(f"bays that should not be there or are missing: {sorted(there ^ expected)}"))
        for name in there:
            client.control("DELETE", f"bays/{name}")
        self.counts += client.counts

    def note(self, leak):
        with self.lock:
            self.leaks.append(str(leak))

    def tell(self):
        """Prints it; the exit status."""
        for leak in self.leaks[:SHOWN]:
            print(f"leak: {leak}")
        if len(self.leaks) > SHOWN:
            print(f"and {len(self.leaks) - SHOWN} more")
        used = sum(bay.was_used for bay in self.bays)
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(self.counts.items()))
        who = f"{used} bays, {self.options.clients} clients, {self.options.seconds:g} s"
        print(f"{who}: {kinds}; {len(self.leaks)} leaks")
        return 1 if self.leaks or not self.counts["writes"] else 0


main()
