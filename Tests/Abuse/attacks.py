"""What clients do to a server: each attack returns what it saw, for the line that is printed of it."""

import concurrent.futures
import json
import resource
import socket
import threading
import time

from server import GET_DETAILS, GET_PAGE, HEAD, Failure, reply, received, reset, status, until

KIB = 1024


def settle(server, descriptors, memory, slack):
    """Descriptors are back where they were, and memory is within `slack` KiB of what it was."""
    until(
        lambda: server.descriptors <= descriptors,
        15,
        lambda: f"{server.descriptors} descriptors are open, there were {descriptors}",
    )
    until(
        lambda: server.memory <= memory + slack,
        15,
        lambda: f"{server.memory} KiB are resident, there were {memory}, and {slack} more are allowed",
    )


def drip(server, count, request, pause, seconds, expected):
    """Connections that send a byte of a request now and then, until the server has had enough of each."""
    connections = [server.connect() for _ in range(count)]
    began = time.monotonic()
    outcomes = {}
    sent = 0
    while len(outcomes) < count and time.monotonic() - began < seconds:
        for index, connection in enumerate(connections):
            if index in outcomes:
                continue
            try:
                connection.send(request[sent : sent + 1] or b"x")
                connection.setblocking(False)
                content = connection.recv(65536)
                outcomes[index] = status(content)
            except BlockingIOError:
                pass
            except ConnectionError:
                outcomes[index] = None
            finally:
                connection.setblocking(True)
        sent += 1
        time.sleep(pause)
    took = time.monotonic() - began
    for connection in connections:
        connection.close()
    kinds = set(outcomes.values())
    if len(outcomes) < count or expected not in kinds or not kinds <= {expected, None}:
        raise Failure(f"{len(outcomes)} of {count} were ended in {took:.0f} s, with {kinds}")
    return f"{count} connections, each ended with {expected} after at most {took:.1f} s"


def dripped_heads(server, size):
    request = f"GET /inventory/details/101/1/500001 HTTP/1.1\r\n{HEAD}X-Long: ".encode()
    return drip(server, 200 // size, request, 0.25, 20, 408)


def dripped_bodies(server, size):
    head = f"POST /sale/create HTTP/1.1\r\n{HEAD}Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n"
    connections = 200 // size
    # The head at once: it is the body that takes its time.
    return drip(_WithHead(server, head.encode()), connections, b'{"po_number": "', 0.25, 45, 408)


class _WithHead:
    """Connections of a server on which a head has been sent."""

    def __init__(self, server, head):
        self.server = server
        self.head = head

    def connect(self):
        connection = self.server.connect()
        connection.sendall(self.head)
        return connection


def byte_by_byte(server, size):
    connection = server.connect()
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    rounds = 20 // size
    for _ in range(rounds):
        for index in range(len(GET_DETAILS)):
            connection.send(GET_DETAILS[index : index + 1])
        answered, body = reply(connection)
        if answered != 200 or str(json.loads(body)["vendor_inventory_id"]) != "500001":
            raise Failure(f"a request byte by byte was answered with {answered}")
    connection.close()
    return f"{rounds} requests of {len(GET_DETAILS)} bytes, each answered with 200"


def readers_that_never_read(server, size):
    """Large pages are asked for over and over and never read: the server stops reading, and ends it in the end."""
    count = 64 // size
    before = server.memory
    connections = [server.connect(receive=4096) for _ in range(count)]
    refused = 0
    for connection in connections:
        connection.setblocking(False)
        try:
            for _ in range(400):
                connection.send(GET_PAGE * 16)
        except BlockingIOError:
            pass
    peak = 0

    def all_ended():
        nonlocal peak, refused
        peak = max(peak, server.memory - before)
        refused = sum(_is_ended(connection) for connection in connections)
        return refused == count

    until(all_ended, 60, lambda: f"{count - refused} of {count} connections still wait for a reader")
    for connection in connections:
        connection.close()
    if peak > count * 2048 + 34 * KIB:
        raise Failure(f"{count} connections that do not read took {peak} KiB")
    return f"{count} connections, cut off in the end; {peak // KIB} MiB more at the most, journal and all"


def _is_ended(connection):
    """Whether the server has given the connection up: writing to it fails."""
    try:
        connection.send(b"G")
        return False
    except BlockingIOError:
        return False
    except OSError:
        return True


def idle_connections(server, size):
    count = 10_000 // size
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    count = min(count, hard - 200)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    before = server.memory
    connections = []
    try:
        connections += [server.connect() for _ in range(count)]
        until(lambda: server.descriptors >= count, 20, "not all of them were taken")
        grown = server.memory - before
        # The first and the last of them are as good as a new one.
        for connection in (connections[0], connections[-1], server.connect()):
            connection.sendall(GET_DETAILS)
            if reply(connection)[0] != 200:
                raise Failure("an idle connection that spoke up was refused")
    finally:
        for connection in connections:
            connection.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return f"{count} held, {grown * KIB // count} bytes each"


def resets_at_every_point(server, size):
    """A reset after each byte of a request, and after each of some bytes of a reply."""
    resets = 0
    for length in range(0, len(GET_DETAILS) + 1, size):
        connection = server.connect()
        connection.sendall(GET_DETAILS[:length])
        reset(connection)
        resets += 1
    for length in range(1, 20_000, 97 * size):
        connection = server.connect(receive=4096)
        connection.sendall(GET_PAGE * 4)
        taken = 0
        while taken < length:
            taken += len(connection.recv(min(4096, length - taken)))
        reset(connection)
        resets += 1
    return f"{resets} connections reset, at {len(GET_DETAILS) // size + 1} points of a request and the rest of replies"


def flood(server, size):
    """Many connections that are opened, used once or not at all, and dropped, as fast as it goes."""
    total = 20_000 // size
    taken = 0
    lock = threading.Lock()

    def some(share):
        nonlocal taken
        answered = 0
        for index in range(share):
            try:
                connection = server.connect(timeout=20)
            except OSError:
                continue
            if index % 3 == 0:
                connection.sendall(GET_DETAILS)
                if status(connection.recv(65536)) == 200:
                    answered += 1
                connection.close()
            elif index % 3 == 1:
                reset(connection)
            else:
                connection.close()
        with lock:
            taken += answered

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        list(pool.map(some, [total // 8] * 8))
    wanted = sum(len(range(0, total // 8, 3)) for _ in range(8))
    if taken < wanted:
        raise Failure(f"{taken} of {wanted} requests were answered")
    return f"{total // 8 * 8} connections, {taken} with a request, all of those answered"


def large_bodies(server, size):
    """64 bodies of 8 MiB at the same time: each is read whole, judged and forgotten."""
    count = 64 // size
    filler = b" " * (8 * KIB * KIB - 2)
    head = f"POST /sale/create HTTP/1.1\r\n{HEAD}Content-Type: application/json\r\nContent-Length: {len(filler) + 2}\r\n\r\n"
    outcomes = []
    peak = 0
    before = server.memory

    def one(_):
        connection = server.connect()
        connection.sendall(head.encode())
        connection.sendall(b"{" + filler + b"}")
        outcomes.append(reply(connection)[0])
        connection.close()

    with concurrent.futures.ThreadPoolExecutor(count) as pool:
        tasks = [pool.submit(one, index) for index in range(count)]
        while not all(task.done() for task in tasks):
            peak = max(peak, server.memory - before)
            time.sleep(0.01)
        for task in tasks:
            task.result()
    if len(set(outcomes)) != 1 or outcomes[0] >= 500:
        raise Failure(f"the answers were {set(outcomes)}")
    too_large = f"POST /sale/create HTTP/1.1\r\n{HEAD}Content-Length: {8 * KIB * KIB + 1}\r\n\r\n"
    connection = server.connect()
    connection.sendall(too_large.encode())
    if (refused := status(received(connection))) != 413:
        raise Failure(f"a body of 8 MiB and a byte was answered with {refused}")
    return f"{count} bodies of 8 MiB at once, answered with {outcomes[0]}; {peak // KIB} MiB at the most"


def million_requests(server, size):
    """The journal's ring fills up, and after that nothing grows any more."""
    total = 1_000_000 // size
    batch = 250
    connections = 8

    def ask(share):
        connection = server.connect()
        expected = None
        for _ in range(share // batch):
            connection.sendall(GET_DETAILS * batch)
            if expected is None:
                # The replies are alike but for the digits of their numbers: counted by their status lines.
                expected = b"HTTP/1.1 200 "
            seen, tail = 0, b""
            while seen < batch:
                part = connection.recv(1 << 20)
                if not part:
                    raise Failure("the connection ended")
                window = tail + part
                seen += window.count(expected)
                tail = window[-(len(expected) - 1) :]
            _finish(connection, tail)
        connection.close()

    def round_of(requests):
        with concurrent.futures.ThreadPoolExecutor(connections) as pool:
            list(pool.map(ask, [requests // connections] * connections))

    before = server.memory
    round_of(total // 4)
    full = server.memory
    began = time.monotonic()
    round_of(total - total // 4)
    took = time.monotonic() - began
    grown = server.memory - full
    if grown > 4 * KIB:
        raise Failure(f"after the journal was full, {grown} KiB more became resident")
    return (
        f"{total} requests: {(full - before) / KIB:.1f} MiB after the first quarter, {grown} KiB more after the rest "
        f"({int((total - total // 4) / took)} a second)"
    )


def _finish(connection, tail):
    """Reads the last reply of a batch to its end: bodies end in a brace, and nothing comes after it."""
    while not tail.endswith(b"}"):
        part = connection.recv(1 << 16)
        if not part:
            raise Failure("the connection ended in the middle of a reply")
        tail = part


def bays(server, size):
    """Bays that are made at first use, written to, and removed."""
    count = 1_000 // size
    cart = json.dumps(
        {"line_items": [{"vendor_id": 101, "vendor_store": 1, "vendor_inventory_id": 500001, "price": "1.00"}]}
    )
    before = server.memory
    for number in range(count):
        answered, content = server.request(
            "POST", "/sale/create", cart, {"X-Mockbay-Bay": f"abuse-{number}", "Content-Type": "application/json"}
        )
        if answered != 200 or json.loads(content)["errors"]:
            raise Failure(f"the sale in bay {number} was answered with {answered}: {content[:200]!r}")
    grown = server.memory - before
    for number in range(count):
        server.ask("DELETE", f"bays/abuse-{number}")
    return f"{count} bays with a sale in each, {grown / count:.1f} KiB each; all removed"


def pipelined_and_gone(server, size):
    """Clients that send many requests at once and leave without waiting for a reply."""
    count = 500 // size
    for index in range(count):
        connection = server.connect()
        connection.sendall(GET_DETAILS * 200)
        reset(connection) if index % 2 else connection.close()
    return f"{count} connections with 200 requests each, nobody there for the replies"


# The slow ones last; each is judged on its own.
ATTACKS = [
    ("a valid request byte by byte", byte_by_byte),
    ("resets at every point", resets_at_every_point),
    ("pipelined, and gone", pipelined_and_gone),
    ("a flood of connections", flood),
    ("10,000 idle connections", idle_connections),
    ("dripped heads", dripped_heads),
    ("dripped bodies", dripped_bodies),
    ("readers that never read", readers_that_never_read),
    ("8 MiB bodies on 64 connections", large_bodies),
    ("a million requests", million_requests),
    ("1,000 bays", bays),
]
