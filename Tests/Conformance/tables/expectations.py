"""Expect, and the 100 that some wait for."""

from case import AWAIT, CONTENT, END, LAST, LENGTH, SHOWN, case, chunk, request

LINE = "$POST $post HTTP/1.1"


def expecting(value: str, *lines: str, line: str = LINE, fields: str = "$fields") -> str:
    return request(*(lines or [f"Content-Length: {LENGTH}"]), f"Expect: {value}", line=line, fields=fields)


CASES = [
    case("100 is sent to those who wait for it", "9110 §10.1.1", (expecting("100-continue"), AWAIT, CONTENT),
         "100 ok open", "ok closed", promises="100 ok open", checks=[SHOWN]),
    case("100-continue in capitals", "9110 §10.1.1", (expecting("100-Continue"), AWAIT, CONTENT), "100 ok open",
         checks=[SHOWN]),
    case("100 before chunks", "9110 §10.1.1", (expecting("100-continue", "Transfer-Encoding: chunked"), AWAIT,
         chunk() + LAST), "100 ok open", checks=[SHOWN]),
    case("100 once, however the body comes", "9110 §10.1.1", (expecting("100-continue"), AWAIT, CONTENT[:9],
         CONTENT[9:]), "100 ok open", checks=[SHOWN]),
    case("100 for each of two requests", "9110 §10.1.1", (expecting("100-continue"), AWAIT, CONTENT, AWAIT,
         expecting("100-continue"), AWAIT, CONTENT), "100 ok 100 ok open"),
    case("no 100 is needed where the body is here", "9110 §10.1.1", expecting("100-continue") + CONTENT, "ok open",
         "100 ok open", promises="ok open", checks=[SHOWN]),
    case("no body, nothing to wait for", "9110 §10.1.1", expecting("100-continue", "X: y", line="GET $page HTTP/1.1"),
         "ok open", "100 ok open", "400 any", promises="ok open"),
    case("HTTP/1.0 gets no 100", "9110 §10.1.1", expecting("100-continue", line="$POST $post HTTP/1.0") + CONTENT,
         "ok closed", checks=[SHOWN]),
    case("a body too long is refused before it comes", "9110 §10.1.1", expecting("100-continue",
         "Content-Length: 9000000"), "413 any", promises="413 closed"),
    case("a bad length is refused before it comes", "9110 §10.1.1", expecting("100-continue", "Content-Length: 1x"),
         "400 any", promises="400 closed"),
    case("a missing credential is refused, before it comes or after", "9110 §10.1.1", (expecting("100-continue",
         line="POST $page/customers HTTP/1.1", fields="Host: $host\r\n"), AWAIT, CONTENT), "401 any", "100 401 open",
         promises="100 401 open", at_vendors=True),
    case("what is not there is refused before it comes", "9110 §10.1.1", (expecting("100-continue",
         line="POST $page/nowhere HTTP/1.1"), AWAIT, CONTENT), "404 closed", "404 open", promises="404 closed",
         at_vendors=True),
    case("nothing comes after 100", "9110 §10.1.1", (expecting("100-continue"), AWAIT, END), "100 closed",
         "100 400 closed"),
    case("another expectation", "9110 §10.1.1", expecting("tea", "X: y", line="GET $page HTTP/1.1"), "417 any",
         "ok open", promises="417 closed"),
    case("another expectation beside 100-continue", "9110 §10.1.1", expecting("100-continue, tea") + CONTENT,
         "417 any", "ok open", "100 ok open", promises="417 closed"),
    case("an expectation with a value", "9110 §10.1.1", expecting("100-continue=yes") + CONTENT, "417 any", "ok open",
         "100 ok open", promises="417 closed"),
    case("an empty expectation", "9110 §5.6.1.2", expecting("") + CONTENT, "ok open", checks=[SHOWN]),
    case("100-continue among empty elements", "9110 §5.6.1.2", expecting(", 100-continue,") + CONTENT, "ok open",
         "100 ok open", checks=[SHOWN]),
]
