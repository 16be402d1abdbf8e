import Testing

// The rows on flows: selectors, steps and what is in them.
extension `A scenario file is refused` {
    static let flow = [
        Wrong(
            "an unknown vendor",
            #"{"scenario": 1, "flow": {‸"toyz.*": []}}"#,
            "unknown vendor 'toyz' in 'toyz.*'; did you mean 'toys'?"
        ),
        Wrong(
            "an unknown resource",
            #"{"scenario": 1, "flow": {‸"toys.shelv.*": []}}"#,
            "no operation of toys is a 'toys.shelv.*'; did you mean 'toys.shelf.*'?"
        ),
        Wrong(
            "an unknown operation",
            #"{"scenario": 1, "flow": {‸"toys.sale.creat": []}}"#,
            "unknown operation 'toys.sale.creat'; did you mean 'toys.sale.create'?"
        ),
        Wrong(
            "a star in the middle",
            #"{"scenario": 1, "flow": {‸"toys.*.create": []}}"#,
            "'toys.*.create' is no selector; write an operation, vendor.resource.*, vendor.* or *; "
                + "did you mean 'toys.sale.create'?"
        ),
        Wrong(
            "a vendor without star",
            #"{"scenario": 1, "flow": {‸"toys": []}}"#,
            "'toys' is no selector; write an operation, vendor.resource.*, vendor.* or *"
        ),
        Wrong(
            "steps that are no list",
            #"{"scenario": 1, "flow": {"*": ‸{}}}"#,
            "the steps of a selector must be a list"
        ),
        Wrong("a step that is none", step("‸1"), "a step must be an object"),
        Wrong(
            "an unknown key",
            step(#"{‸"call": 1}"#),
            "unknown key 'call' in a step; did you mean 'calls'?"
        ),
        Wrong(
            "no calls at all",
            step(#"{"calls": ‸0}"#),
            #"'calls' must be a whole number from 1 up, or "rest""#
        ),
        Wrong(
            "calls that are no number",
            step(#"{"calls": ‸"all"}"#),
            #"'calls' must be a whole number from 1 up, or "rest""#
        ),
        Wrong(
            "steps behind the rest",
            step(#"{"calls": "rest"}, ‸{"calls": 1}, ‸{"calls": "rest"}"#),
            "this step is never reached: the one on line 1 takes all calls",
            "this step is never reached: the one on line 1 takes all calls"
        ),
        Wrong(
            "a step behind the rest of such calls",
            step(
                #"{"calls": "rest", "when": {"query": {"a": 1}}}, ‸{"when": {"query": {"a": 1}, "attempt": 2}}"#
            ),
            "this step is never reached: the one on line 1 takes all such calls"
        ),
        Wrong(
            "steps for operations that have their own",
            #"{"scenario": 1, "flow": {‸"toys.sale.*": [{}], "toys.sale.create": [{}]}}"#,
            "the steps of 'toys.sale.*' are never reached: its operations have their own, on line 1"
        ),
        Wrong(
            "two effects",
            step(#"{"reply": {"error": "sold_out"}, "fault": ‸{"empty": {}}}"#),
            "a step has one effect: 'reply' or 'fault', not both"
        ),
    ]

    static let conditions = [
        Wrong(
            "an unknown filter",
            step(#"{"when": {‸"headers": {}}}"#),
            "unknown key 'headers' in 'when'; did you mean 'header'?"
        ),
        Wrong(
            "a query of objects",
            step(#"{"when": {"query": {"a": ‸{}}}}"#),
            "a value in 'query' must be text, a number or a truth value"
        ),
        Wrong(
            "an impossible header",
            step(#"{"when": {"header": {‸"X Y": "1"}}}"#),
            "'X Y' cannot be the name of a header"
        ),
        Wrong(
            "a path without the name",
            step(#"{"when": {"path": {‸"toy": "1"}}}"#, of: "toys.shelf.*"),
            "no path here has a {toy}"
        ),
        Wrong(
            "a path with a slip",
            step(#"{"when": {"path": {‸"toyid": "1"}}}"#, of: "toys.shelf.*"),
            "no path here has a {toyid}; did you mean 'toy_id'?"
        ),
        Wrong(
            "the body of a GET",
            step(#"{"when": {"body": ‸{"a": 1}}}"#, of: "toys.shelf.get"),
            "a condition on the body of calls that have none"
        ),
        Wrong(
            "a record without has",
            step(#"{"when": {"record": ‸"toys.toys/1"}}"#),
            "'record' needs a 'has' beside it"
        ),
        Wrong(
            "has without a record",
            step(#"{"when": {"has": ‸{}}}"#),
            "'has' needs a 'record' beside it"
        ),
        Wrong(
            "a field that no record has",
            step(#"{"when": {"record": "toys.toys/1", "has": {‸"nane": "x"}}}"#),
            "unknown field 'nane' of toys.toys; did you mean 'name'?"
        ),
        Wrong(
            "the attempt before the first",
            step(#"{"when": {"attempt": ‸0}}"#),
            "'attempt' must be a whole number from 1 up"
        ),
    ]

    static let replies = [
        Wrong(
            "nothing to reply",
            step(#"{"reply": ‸{}}"#),
            "'reply' is one of 'error', 'patch', and 'status' with 'headers' and 'body'"
        ),
        Wrong(
            "two replies",
            step(#"{"reply": ‸{"error": "sold_out", "status": 409}}"#),
            "'reply' is one of 'error', 'patch', and 'status' with 'headers' and 'body'"
        ),
        Wrong(
            "an unknown error",
            step(#"{"reply": {"error": ‸"soldout"}}"#),
            "toys has no error named 'soldout'; did you mean 'sold_out'?"
        ),
        Wrong(
            "an error that not all have",
            step(#"{"reply": {"error": ‸"sold_out"}}"#, of: "*"),
            "games has no error named 'sold_out'"
        ),
        Wrong("a body without status", step(#"{"reply": ‸{"body": {}}}"#), "'reply' needs a 'status'"),
        Wrong(
            "a status beyond",
            step(#"{"reply": {"status": ‸600}}"#),
            "'status' must be a whole number from 100 to 599"
        ),
        Wrong(
            "an interim status",
            step(#"{"reply": {"status": ‸103}}"#),
            "103 is interim (1xx); a reply ends the call"
        ),
        Wrong(
            "a body where none may be",
            step(#"{"reply": {"status": 204, "body": ‸{}}}"#),
            "a reply with status 204 has no body"
        ),
        Wrong(
            "a header's name with a blank",
            step(#"{"reply": {"status": 200, "headers": {‸"A B": "c"}}}"#),
            "'A B' cannot be the name of a header"
        ),
        Wrong(
            "a header's value with a line break",
            step(#"{"reply": {"status": 200, "headers": {"A": ‸"b\r\nC: d"}}}"#),
            "the value of 'A' has blanks around it or control characters in it"
        ),
        Wrong(
            "a header of the server's",
            step(#"{"reply": {"status": 200, "headers": {‸"Content-Length": 5}}}"#),
            "'Content-Length' is the server's own to write"
        ),
    ]

    static let faults = [
        Wrong(
            "no fault",
            step(#"{"fault": ‸{"commit": true}}"#),
            """
            'fault' is one of reset, close, stall, empty, truncate, garbage, malformed, drip, wrongLength
            """
        ),
        Wrong(
            "an unknown fault",
            step(#"{"fault": {‸"restet": {}}}"#),
            "unknown key 'restet' in 'fault'; did you mean 'reset'?"
        ),
        Wrong(
            "a point that is none",
            step(#"{"fault": {"reset": {‸"afterHeader": true}}}"#),
            "unknown key 'afterHeader' in 'reset'; did you mean 'afterHeaders'?"
        ),
        Wrong(
            "a point that this fault has not",
            step(#"{"fault": {"wrongLength": {‸"afterHeaders": true}}}"#),
            "unknown key 'afterHeaders' in 'wrongLength'"
        ),
        Wrong(
            "two points",
            step(#"{"fault": {"close": ‸{"afterHeaders": true, "afterBodyBytes": 1}}}"#),
            "a fault strikes at one point, not at 2"
        ),
        Wrong(
            "a point denied",
            step(#"{"fault": {"close": {"onAccept": ‸false}}}"#),
            "'onAccept' must be true where it is named"
        ),
        Wrong(
            "more than all of it",
            step(#"{"fault": {"truncate": {"atBodyFraction": ‸1.5}}}"#),
            "'atBodyFraction' must be a number from 0 to 1"
        ),
        Wrong(
            "less than nothing",
            step(#"{"fault": {"reset": {"afterBodyBytes": ‸-1}}}"#),
            "'afterBodyBytes' must be a whole number from 0 up"
        ),
        Wrong(
            "no drop at all",
            step(#"{"fault": {"drip": {"bytesPerSecond": ‸0}}}"#),
            "'bytesPerSecond' must be a whole number from 1 to 1000000000"
        ),
        Wrong(
            "a commit that is none",
            step(#"{"fault": {"empty": {}, "commit": ‸1}}"#),
            "'commit' must be true or false"
        ),
    ]

    static let delays = [
        Wrong(
            "a delay in words",
            step(#"{"delay": ‸"soon"}"#),
            "'delay': 'soon' is no duration; write it as 500ms, 10s, 5m, 2h or 1d"
        ),
        Wrong(
            "a delay in figures",
            step(#"{"delay": ‸500}"#),
            "'delay' is a duration, or one of uniform, normal, lognormal"
        ),
        Wrong(
            "an unknown distribution",
            step(#"{"delay": {‸"normale": {}}}"#),
            "unknown key 'normale' in 'delay'; did you mean 'normal'?"
        ),
        Wrong(
            "half a distribution",
            step(#"{"delay": {"uniform": ‸{"min": "1s"}}}"#),
            "'uniform' needs both 'min' and 'max'"
        ),
        Wrong(
            "the wrong way round",
            step(#"{"delay": {"uniform": {"min": "2s", "max": ‸"1s"}}}"#),
            "'max' is shorter than 'min'"
        ),
        Wrong(
            "a spread that is none",
            step(#"{"delay": {"lognormal": {"median": "1s", "sigma": ‸-1}}}"#),
            "'sigma' must be a number from 0 to 10"
        ),
    ]
}
