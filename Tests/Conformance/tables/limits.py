"""How much is taken, and how what is more is refused."""

from case import AWAIT, LAST, SHOWN, case, chunk, chunked, post, request, sized, target

MIB = 1 << 20
LONG = '{"first_name":"Ada","last_name":"Byron"' + " " * (8 * MIB - 40) + "}"

CASES = [
    case("a request line of 8,000 bytes", "9112 §3", target("$page?" + "q" * 7_900), "ok open", at_vendors=True),
    case("a target of 9,000 bytes", "9112 §3", target("$page?" + "q" * 9_000), "414 any", "ok open",
         promises="414 closed"),
    case("a target of 100,000 bytes", "9112 §3", target("$page?" + "q" * 100_000), "414 any", "ok open",
         promises="414 closed"),
    case("a target of 1,000,000 bytes without an end", "9112 §3", "GET /" + "q" * MIB, "414 closed", "414 any",
         promises="414 closed"),
    case("a field of 7 KiB", "9110 §5.4", request("X: " + "y" * 7 * 1024), "ok open"),
    case("a head of 15 KiB", "9110 §5.4", request(*["X: " + "y" * 1_000] * 15), "ok open"),
    case("a head of 17 KiB", "9110 §5.4", request(*["X: " + "y" * 1_000] * 17), "4xx any", "ok open",
         promises="431 closed"),
    case("a field of 17 KiB", "9110 §5.4", request("X: " + "y" * 17 * 1024), "4xx any", "ok open",
         promises="431 closed"),
    case("a name of 17 KiB", "9110 §5.4", request("X" * 17 * 1024 + ": y"), "4xx any", "ok open",
         promises="431 closed"),
    case("a field of 1 MiB without an end", "9110 §5.4", "GET $page HTTP/1.1\r\nX: " + "y" * MIB, "4xx closed",
         promises="431 closed"),
    case("100 fields", "9110 §5.4", request(*["X: y"] * 100), "ok open"),
    case("200 fields", "6585 §5", request(*["X: y"] * 200), "431 any", "ok open", promises="431 closed"),
    case("a body of 8 MiB", "9110 §15.5.14", sized(LONG), "ok open", checks=[SHOWN], patience=40),
    case("a body of 8 MiB in chunks", "9110 §15.5.14", chunked("".join(chunk(LONG[at : at + MIB]) for at in range(0,
         len(LONG), MIB)) + LAST), "ok open", checks=[SHOWN], patience=40),
    case("one byte more than 8 MiB", "9110 §15.5.14", sized(LONG + " "), "413 any", promises="413 closed"),
    case("one byte more than 8 MiB, announced", "9110 §15.5.14", post(f"Content-Length: {8 * MIB + 1}"), "413 any",
         promises="413 closed"),
    case("one byte more than 8 MiB in chunks", "9110 §15.5.14",
         chunked("".join(chunk(" " * MIB) for _ in range(8)) + chunk(" ") + LAST), "413 any", promises="413 closed"),
    case("a chunk of more than 8 MiB", "9110 §15.5.14", chunked(f"{8 * MIB + 1:x}\r\nhello"), "413 any",
         promises="413 closed"),
    case("a head that does not end", "9110 §15.5.9", ("GET $page HTTP/1.1\r\nHo", AWAIT), "408 closed", "closed",
         promises="408 closed", patience=60),
    case("a head that does not end behind a request", "9110 §15.5.9", (target("$page") + "GET $page HTTP/1.1\r\nHo",
         AWAIT, AWAIT), "ok 408 closed", "ok closed", promises="ok 408 closed", patience=60, nginx="ok closed",
         why="ends without a word"),
]
