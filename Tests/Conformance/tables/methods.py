"""Methods: the usual ones, the unusual ones, and what is none."""

from case import CONTENT, LENGTH, bad, case, has, lacks, request, same


def ask(method: str, *lines: str, body: str = "") -> str:
    return request(*lines, line=f"{method} $page HTTP/1.1", body=body)


UNKNOWN = ("4xx any", "501 any")

CASES = [
    case("HEAD", "9110 §9.3.2", ask("HEAD"), "ok open", heads=[0]),
    case("HEAD says of the content what GET says", "9110 §9.3.2", ask("GET") + ask("HEAD"), "ok ok open", heads=[1],
         checks=[same("Content-Length", "Content-Type")]),
    case("HEAD and then GET", "9110 §9.3.2", ask("HEAD") + ask("GET"), "ok ok open", heads=[0]),
    case("HEAD of what is not there", "9110 §9.3.2", request(line="HEAD $page/nowhere/at/all HTTP/1.1") + ask("GET"),
         "404 ok open", heads=[0]),
    case("HEAD that is refused has no content either", "9110 §9.3.2", request(line="HEAD $page HTTP/1.1",
         fields="$key"), "400 any", promises="400 closed", heads=[0]),
    case("HEAD with a body", "9110 §9.3.2", ask("HEAD", "Content-Length: 5", body="hello"), "ok open", heads=[0]),
    case("GET with a body", "9110 §9.3.1", ask("GET", "Content-Length: 5", body="hello"), "ok open", "400 any"),
    case("GET with a body that looks like a request", "9112 §11.2", ask("GET", "Content-Length: 24",
         body="GET /x HTTP/1.1\r\nA: b\r\n\r\n"[:24]), "ok open", "400 closed", promises="ok open"),
    case("GET with a body in chunks", "9110 §9.3.1", ask("GET", "Transfer-Encoding: chunked",
         body="5\r\nhello\r\n0\r\n\r\n"), "ok open", "400 closed", promises="ok open"),
    case("DELETE with a body", "9110 §9.3.5", ask("DELETE", "Content-Length: 5", body="hello") + ask("GET"),
         "4xx ok open", "400 closed"),
    case("PUT where there is no PUT", "9110 §15.5.6", ask("PUT", "Content-Length: 0"), "405 any", "404 any",
         "501 any"),
    case("POST where there is no POST leaves its body unread as a request", "9112 §9.3", ask("POST",
         f"Content-Length: {LENGTH}", body=CONTENT) + ask("GET"), "4xx ok open", "4xx closed",
         promises="4xx ok open"),
    case("OPTIONS of a target", "9110 §9.3.7", ask("OPTIONS"), "ok any", "4xx any", "501 any", promises="ok open"),
    case("OPTIONS of everything", "9110 §9.3.7", request(line="OPTIONS * HTTP/1.1"), "ok any", "4xx any", "501 any"),
    case("TRACE", "9110 §9.3.8", ask("TRACE"), "ok any", "4xx any", "501 any", promises="4xx open"),
    case("TRACE with a body is answered without reading it as a request", "9110 §9.3.8", ask("TRACE",
         "Content-Length: 5", body="hello") + ask("GET"), "4xx closed", "4xx|501 ok open", "501 closed"),
    case("CONNECT", "9110 §9.3.6", request(line="CONNECT 127.0.0.1:1 HTTP/1.1", fields="Host: 127.0.0.1:1\r\n"),
         "4xx any", "501 any", promises="501 closed"),
    case("CONNECT of a path", "9112 §3.2.3", ask("CONNECT"), "4xx any", "501 any", promises="501 closed"),
    case("an unknown method", "9110 §9.1", ask("BREW"), *UNKNOWN),
    case("a method in lower case", "9110 §9.1", ask("get"), *UNKNOWN),
    case("a method in mixed case", "9110 §9.1", ask("Get"), *UNKNOWN),
    case("a method of all kinds of characters", "9110 §5.6.2", ask("M!#$%&'*+-.^_`|~1"), *UNKNOWN),
    case("a method with a longer name", "9110 §9.1", ask("GETS"), *UNKNOWN),
    case("a method of 65 letters", "9112 §3", ask("M" * 65), *UNKNOWN, promises="501 closed"),
    case("a method of 100,000 letters", "9112 §3", ask("M" * 100_000), *UNKNOWN, promises="501 closed"),
    bad("a method with a parenthesis", "9110 §5.6.2", ask("GE(T"), "501 any"),
    bad("a method with a NUL", "9110 §5.6.2", ask("G\0ET"), "501 any"),
    bad("a method with a slash", "9110 §5.6.2", ask("GET/"), "501 any"),
    bad("a method beyond ASCII", "9110 §5.6.2", ask("G\xcbT"), "501 any"),
    case("405 comes with Allow, or the method is unknown", "9110 §15.5.6", ask("PATCH", "Content-Length: 2",
         body="{}"), "405 any", "404 any", "501 any"),
    case("OPTIONS has no content and no length of it", "9110 §9.3.7", ask("OPTIONS"), "ok open",
         checks=[lacks("Transfer-Encoding"), has("Allow", "GET, HEAD, OPTIONS")]),
]
