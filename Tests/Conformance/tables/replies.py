"""What every answer has to be. Date, lengths, and the absence of bodies are looked at in all of them."""

from case import case, lacks, request, target

NONE = [lacks("Content-Length"), lacks("Transfer-Encoding"), lacks("Content-Type")]


def wanted(status: int, method: str = "GET", minor: int = 1) -> str:
    return request(f"X-Wanted: {status}", line=f"{method} $page HTTP/1.{minor}")


CASES = [
    case("204 has no body and no length", "9110 §15.3.5", wanted(204), "204 open", checks=NONE, at_vendors=True),
    case("204 in HTTP/1.0", "9110 §15.3.5", wanted(204, minor=0), "204 closed", checks=NONE, at_vendors=True),
    case("304 has no body", "9110 §15.4.5", wanted(304), "304 open", at_vendors=True),
    case("204, 304 and 200 at once", "9112 §6.3", wanted(204) + wanted(304) + target("$page"), "204 304 ok open",
         at_vendors=True),
    case("HEAD of 204", "9110 §9.3.2", wanted(204, "HEAD"), "204 open", heads=[0], checks=NONE, at_vendors=True),
    case("404 has a body of the right length", "9110 §15.5.5", target("/nowhere") + target("$page"), "404 ok open"),
    case("HTTP/1.0 is answered with the highest version", "9110 §6.2", "GET $page HTTP/1.0\r\n$fields\r\n",
         "ok closed"),
    case("a range that nobody serves", "9110 §14.2", request("Range: bytes=0-1"), "ok open",
         checks=[lacks("Content-Range")]),
    case("a range that cannot be", "9110 §14.2", request("Range: bytes=9999999-"), "ok open", "416 open"),
    case("what the client would accept is no demand", "9110 §12.1", request("Accept: image/png;q=0.1"), "ok open",
         "406 open"),
    case("codings that the client would accept", "9110 §12.5.3", request("Accept-Encoding: gzip, br"), "ok open",
         checks=[lacks("Content-Encoding")]),
    case("If-Match of something else", "9110 §13.1.1", request('If-Match: "x"'), "ok open", "412 open",
         nginx="412 closed", why="closes after 412 without saying so"),
    case("If-None-Match of something else", "9110 §13.1.2", request('If-None-Match: "x"'), "ok open"),
]
