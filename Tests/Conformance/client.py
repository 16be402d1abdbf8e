"""A client that sends any bytes and is strict about what comes back."""

import contextlib
import email.utils
import re
import select
import socket
from collections.abc import Sequence

from case import AWAIT, END, Answer, Case, Step

MARK = b"Thompson"
"""In the answer to the request that asks whether the connection is still open, and in no other."""

STATUS_LINE = re.compile(rb"HTTP/1\.1 ([1-9][0-9]{2}) [\t\x20-\x7e]*")
FIELD_LINE = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*((?:[\x21-\xff](?:[\t\x20-\xff]*[\x21-\xff])?)?)[ \t]*")


class Broken(Exception):
    """What came is no HTTP/1.1."""


class Answers:
    """Takes responses off a stream. Which of them are to HEAD has to be known."""

    def __init__(self, heads: frozenset[int]) -> None:
        self.heads = heads
        self.rest = b""
        self.all: list[Answer] = []
        self.finals: list[Answer] = []

    def take(self, data: bytes) -> None:
        self.rest += data
        while True:
            head, end, rest = self.rest.partition(b"\r\n\r\n")
            if not end:
                return
            answer = parse(head)
            length = self.length(answer)
            if len(rest) < length:
                return
            answer.body, self.rest = rest[:length], rest[length:]
            self.all.append(answer)
            if answer.status >= 200:
                self.finals.append(answer)

    def length(self, answer: Answer) -> int:
        lengths = answer.all("Content-Length")
        if answer.all("Transfer-Encoding"):
            raise Broken("a Transfer-Encoding that nobody asked for")
        if answer.status < 200 or answer.status == 204:
            if lengths:
                raise Broken(f"Content-Length with {answer.status}")
            return 0
        if answer.status == 304:
            return 0
        if len(lengths) != 1 or not re.fullmatch("[0-9]+", lengths[0]):
            raise Broken(f"Content-Length is {lengths}")
        return 0 if len(self.finals) in self.heads else int(lengths[0])


def parse(head: bytes) -> Answer:
    lines = head.split(b"\r\n")
    status = STATUS_LINE.fullmatch(lines[0])
    if not status:
        raise Broken(f"the status line {lines[0][:80]!r}")
    fields = []
    for line in lines[1:]:
        field = FIELD_LINE.fullmatch(line)
        if not field:
            raise Broken(f"the field line {line[:80]!r}")
        fields.append((field[1].decode(), field[2].decode("latin-1")))
    return Answer(int(status[1]), fields)


class Connection:
    def __init__(self, address: tuple[str, int], heads: frozenset[int], patience: float) -> None:
        self.socket = socket.create_connection(address)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setblocking(False)
        self.answers = Answers(heads)
        self.patience = patience
        self.end = ""
        self.is_deaf = False

    def wait(self, to_send: bool) -> tuple[bool, bool]:
        """Until something can be received, or sent; neither when the patience is over."""
        readable, writable, _ = select.select(
            [] if self.end else [self.socket], [self.socket] if to_send else [], [], self.patience
        )
        if not readable and not writable:
            self.end = "silent"
        return bool(readable), bool(writable)

    def receive(self) -> None:
        try:
            data = self.socket.recv(1 << 18)
        except ConnectionResetError:
            self.end = "reset"
            return
        if data:
            self.answers.take(data)
        else:
            self.end = "reset" if self.is_deaf else "closed"

    def send(self, data: bytes) -> None:
        """Sends, and takes what comes meanwhile. A server that has closed need not take everything."""
        rest = memoryview(data)
        while rest and self.end != "silent" and not self.is_deaf:
            readable, writable = self.wait(True)
            if readable:
                self.receive()
            if writable:
                try:
                    rest = rest[self.socket.send(rest) :]
                except (BrokenPipeError, ConnectionResetError):
                    self.is_deaf = True

    def play(self, steps: Sequence[Step]) -> None:
        awaited = 0
        for step in steps:
            if isinstance(step, str):
                self.send(step.encode("latin-1"))
            elif step is AWAIT:
                awaited += 1
                while not self.end and len(self.answers.all) < awaited:
                    if self.wait(False)[0]:
                        self.receive()
            elif step is END:
                with contextlib.suppress(OSError):
                    self.socket.shutdown(socket.SHUT_WR)
        while not self.end:
            if self.wait(False)[0]:
                self.receive()

    def close(self) -> None:
        self.socket.close()


def observe(case: Case, address: tuple[str, int], steps: Sequence[Step], probe: str) -> tuple[list[str], list[str]]:
    """Plays a case, and unless it ends the connection itself, asks whether that is still open.
    - Returns: the outcome as words, and complaints about what no outcome allows."""
    hears_more = END not in steps
    connection = Connection(address, case.heads, case.patience)
    wrong: list[str] = []
    try:
        connection.play([*steps, probe] if hears_more else steps)
        if connection.answers.rest:
            wrong.append(f"bytes after the last answer: {connection.answers.rest[:80]!r}")
    except Broken as broken:
        return [*(str(answer.status) for answer in connection.answers.all), "broken"], [str(broken)]
    finally:
        connection.close()
    answers, end = connection.answers.finals, connection.end
    words = [str(answer.status) for answer in connection.answers.all]
    is_open = hears_more and bool(answers) and MARK in answers[-1].body
    if is_open:
        answers.pop()
        words.pop()
    for place, answer in enumerate(answers):
        wrong += complaints(answer)
        is_last = place == len(answers) - 1
        if "close" in answer.options() and (is_open or not is_last):
            wrong.append("an answer says close, and more is answered")
        if hears_more and end == "closed" and not is_open and is_last and "close" not in answer.options():
            wrong.append("the last answer does not say close")
    if not wrong:
        wrong = [complaint for check in case.checks if (complaint := check(answers))]
    return [*words, "open" if is_open else end], wrong


def complaints(answer: Answer) -> list[str]:
    """What is wrong with any final response."""
    wrong = []
    dates = answer.all("Date")
    if len(dates) != 1 or date(dates[0]) != dates[0]:
        wrong.append(f"RFC 9110 §6.6.1: Date is {dates}")
    if answer.status == 401 and not answer.all("WWW-Authenticate"):
        wrong.append("RFC 9110 §15.5.2: 401 without WWW-Authenticate")
    if answer.status == 405 and not answer.all("Allow"):
        wrong.append("RFC 9110 §15.5.6: 405 without Allow")
    if answer.body and len(answer.all("Content-Type")) != 1:
        wrong.append("RFC 9110 §8.3: content without Content-Type")
    return wrong


def date(text: str) -> str:
    """The same date as it has to be written; "" for what is none."""
    try:
        return email.utils.format_datetime(email.utils.parsedate_to_datetime(text), usegmt=True)
    except ValueError:
        return ""
