"""One request after another, and who ends the connection."""

from case import AWAIT, END, LAST, SHOWN, Trickle, case, chunk, chunked, has, lacks, request, shows, sized, target

GET = target("$page")
BROKEN = "GET $page HTTP/1.1\r\n\r\n"


def asks(*options: str, minor: int = 1, method: str = "GET") -> str:
    lines = [f"Connection: {option}" for option in options]
    return request(*lines, line=f"{method} $page HTTP/1.{minor}")


def named(name: str) -> str:
    return sized(f'{{"first_name":"{name}","last_name":"Byron"}}')


CLOSES = has("Connection", "close")

CASES = [
    case("two requests at once", "9112 §9.3.2", GET * 2, "ok ok open"),
    case("200 requests at once", "9112 §9.3.2", GET * 200, "ok*200 open"),
    case("answers in the order of the requests", "9112 §9.3.2",
         named("Ada") + target("$page/nowhere") + named("Bo") + GET + named("Cy"), "ok 404 ok ok ok open",
         checks=[shows("Ada", 0), shows("Bo", 2), shows("Cy", 4)]),
    case("bodies of both kinds in turns", "9112 §9.3.2", (named("Ada") + chunked(chunk() + LAST)) * 3 + GET,
         "ok*7 open"),
    case("one request after another", "9112 §9.3", (GET, AWAIT, sized(), AWAIT, GET, AWAIT), "ok ok ok open"),
    case("byte by byte", "9112 §9.3", Trickle(GET + sized() + GET), "ok ok ok open", checks=[shows("Ada", 1)]),
    case("half of the second request with the first", "9112 §9.3.2", (GET + GET[:20], AWAIT, GET[20:]), "ok ok open"),
    case("an empty line between two requests", "9112 §2.2", GET + "\r\n" + GET, "ok ok open"),
    case("an empty line behind a body", "9112 §2.2", sized() + "\r\n" + GET, "ok ok open"),
    case("nothing is answered after a refusal", "9112 §11.2", GET + BROKEN + GET, "ok 400 closed", "ok 400 ok open",
         promises="ok 400 closed"),
    case("nothing of a refused body is read as a request", "9112 §11.2", sized().replace("Content-Length: ",
         "Content-Length: 0x") + GET + GET, "400 closed"),
    case("nothing behind a broken chunk is read as a request", "9112 §11.2", chunked("zz\r\n" + GET + LAST) + GET,
         "400 closed"),
    case("the refusal of a method leaves its body unread as a request", "9112 §11.2",
         request(f"Content-Length: {len(GET)}", line="PUT $page HTTP/1.1", body="X" * len(GET)) + GET, "4xx ok open",
         "4xx closed", promises="4xx ok open"),
    case("close", "9112 §9.6", asks("close"), "ok closed", checks=[CLOSES]),
    case("close, and nothing after it is answered", "9112 §9.6", asks("close") + GET, "ok closed", checks=[CLOSES]),
    case("close in capitals", "9110 §7.6.1", asks("CLOSE"), "ok closed", checks=[CLOSES]),
    case("close among other options", "9110 §7.6.1", asks("x, close ,y"), "ok closed", checks=[CLOSES]),
    case("close in the second of two lines", "9110 §7.6.1", asks("x", "close"), "ok closed", checks=[CLOSES]),
    case("close beats keep-alive", "9112 §9.3", asks("keep-alive, close"), "ok closed", checks=[CLOSES]),
    case("close of HEAD", "9112 §9.6", asks("close", method="HEAD"), "ok closed", checks=[CLOSES], heads=[0]),
    case("close behind a body", "9112 §9.6", sized().replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"),
         "ok closed", checks=[CLOSES, SHOWN]),
    case("an option that resembles close", "9110 §7.6.1", asks("closed"), "ok open", checks=[lacks("Connection")],
         nginx="ok closed", why="looks for the letters, wherever they stand"),
    case("keep-alive in HTTP/1.1 is nothing new", "9112 §9.3", asks("keep-alive"), "ok open"),
    case("an empty Connection", "9110 §5.6.1.2", asks(""), "ok open"),
    case("Connection with empty elements", "9110 §5.6.1.2", asks(", ,close,"), "ok closed", checks=[CLOSES]),
    case("HTTP/1.0 ends", "9112 §9.3", asks(minor=0), "ok closed"),
    case("HTTP/1.0 ends, and nothing after it is answered", "9112 §9.3", asks(minor=0) + GET, "ok closed"),
    case("HTTP/1.0 with keep-alive may stay", "9112 §9.3", asks("keep-alive", minor=0), "ok open", "ok closed",
         promises="ok open", checks=[has("Connection", "keep-alive")]),
    case("Keep-Alive in capitals in HTTP/1.0", "9112 §9.3", asks("Keep-Alive", minor=0) * 2, "ok ok open",
         "ok closed", promises="ok ok open"),
    case("HTTP/1.0 with keep-alive and close", "9112 §9.3", asks("keep-alive, close", minor=0), "ok closed"),
    case("HEAD of HTTP/1.0", "9110 §9.3.2", asks(minor=0, method="HEAD"), "ok closed", heads=[0]),
    case("HTTP/1.1 after HTTP/1.0", "9112 §9.3", asks("keep-alive", minor=0) + GET, "ok ok open", "ok closed"),
    case("Proxy-Connection is nothing", "9112 §C.2.2", request("Proxy-Connection: close"), "ok open"),
    case("an upgrade to h2c is not taken", "9110 §7.8", request("Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c",
         "HTTP2-Settings: AAMAAABkAAQAAP__"), "ok open"),
    case("an upgrade to WebSocket is not taken", "9110 §7.8", request("Connection: Upgrade", "Upgrade: websocket",
         "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="), "ok open", "4xx any"),
    case("half-closed behind a request", "9112 §9.6", (GET, END), "ok closed"),
    case("half-closed behind five requests", "9112 §9.6", (GET * 4 + sized(), END), "ok*5 closed", checks=[SHOWN]),
    case("half-closed behind one request and a half", "9112 §9.6", (GET + GET[:20], END), "ok closed",
         "ok 400 closed"),
    case("half-closed in a body", "9112 §8", (GET + sized()[:-1], END), "ok closed", "ok 400 closed"),
    case("half-closed after the answer", "9112 §9.6", (GET, AWAIT, END), "ok closed"),
]
