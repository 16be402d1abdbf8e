// The rows on times, chaos, credentials and other files.
extension `A scenario file is refused` {
    static let times = [
        Wrong(
            "two extents",
            step(#"{"calls": 1, ‸"for": "1s"}"#),
            "a step lasts by one of calls, for, until, and this one has 'calls' already"
        ),
        Wrong("a time of nothing", step(#"{"for": ‸"0s"}"#), "'for' must not be zero"),
        Wrong(
            "a time without unit",
            step(#"{"for": ‸"10"}"#),
            "'for': '10' is no duration; write it as 500ms, 10s, 5m, 2h or 1d"
        ),
        Wrong(
            "an unknown beginning",
            step(#"{"for": "1s", "from": ‸"first"}"#),
            "'from' must be one of entry, first-call, not 'first'"
        ),
        Wrong("a beginning of no time", step(#"{‸"from": "entry"}"#), "'from' belongs to a 'for'"),
        Wrong(
            "until nothing in particular",
            step(#"{"until": ‸{}}"#),
            "'until' needs a 'record' and what it 'has'"
        ),
        Wrong(
            "until a record is there",
            step(#"{"until": {"record": ‸"toys.toys/1"}}"#),
            "'record' needs a 'has' beside it"
        ),
        Wrong(
            "until an unknown field",
            step(#"{"until": {"record": "toys.toys/1", "has": {‸"stok": 0}, ‸"is": 1}}"#),
            "unknown field 'stok' of toys.toys; did you mean 'stock'?",
            "unknown key 'is' in 'until'"
        ),
        Wrong("times that are a list", #"{"scenario": 1, "at": ‸[]}"#, "'at' must be an object"),
        Wrong(
            "an offset without plus",
            #"{"scenario": 1, "at": {‸"30s": []}}"#,
            "'30s' is no offset; write it as +500ms, +10s, +5m, +2h or +1d"
        ),
        Wrong(
            "an offset without unit",
            #"{"scenario": 1, "at": {‸"+30": []}}"#,
            "'+30' is no offset; write it as +500ms, +10s, +5m, +2h or +1d"
        ),
        Wrong(
            "no list of actions",
            #"{"scenario": 1, "at": {"+30s": ‸{}}}"#,
            "the actions of an offset must be a list"
        ),
        Wrong(
            "a bad action",
            #"{"scenario": 1, "at": {"+30s": [{"remove": ‸"toys.tois/1"}]}}"#,
            "unknown collection 'toys.tois'; did you mean 'toys.toys'?"
        ),
    ]

    private static func rule(_ text: String) -> String { #"{"scenario": 1, "chaos": [\#(text)]}"# }

    static let chaos = [
        Wrong("chaos that is no list", #"{"scenario": 1, "chaos": ‸{}}"#, "'chaos' must be a list"),
        Wrong(
            "an unknown key",
            rule(#"{"name": "a", "on": "*", "rate": 1, "delay": "1s", ‸"rat": 1}"#),
            "unknown key 'rat' in a rule of 'chaos'; did you mean 'rate'?"
        ),
        Wrong(
            "half a rule",
            rule(#"‸‸‸{"rate": 1}"#),
            "a rule of 'chaos' needs a 'name'",
            "a rule of 'chaos' needs a 'on'",
            "a rule of 'chaos' needs an effect: 'reply', 'fault' or 'delay'"
        ),
        Wrong(
            "two effects",
            rule(#"{"name": "a", "on": "*", "rate": 1, "reply": {"status": 500}, "fault": ‸{"empty": {}}}"#),
            "a rule of 'chaos' has one effect: 'reply' or 'fault', not both"
        ),
        Wrong(
            "a rate above one",
            rule(#"{"name": "a", "on": "*", "rate": ‸1.5, "delay": "1s"}"#),
            "'rate' must be a number from 0 to 1"
        ),
        Wrong(
            "none at most",
            rule(#"{"name": "a", "on": "*", "rate": 1, "max": ‸0, "delay": "1s"}"#),
            "'max' must be a whole number from 1 up"
        ),
        Wrong(
            "an unknown operation",
            rule(#"{"name": "a", "on": ‸"toys.sale.crate", "rate": 1, "delay": "1s"}"#),
            "unknown operation 'toys.sale.crate'; did you mean 'toys.sale.create'?"
        ),
        Wrong(
            "an error that not every vendor has",
            rule(#"{"name": "a", "on": "*", "rate": 1, "reply": {"error": ‸"sold_out"}}"#),
            "games has no error named 'sold_out'"
        ),
        Wrong(
            "no name",
            rule(#"{"name": ‸"", "on": "*", "rate": 1, "delay": "1s"}"#),
            "'name' must not be empty"
        ),
        Wrong(
            "a name twice",
            rule(
                """
                {"name": "a", "on": "*", "rate": 1, "delay": "1s"},
                {"name": ‸"a", "on": "toys.*", "rate": 1, "delay": "1s"}
                """
            ),
            "the rule on line 1 is called 'a' already"
        ),
    ]

    static let credentials = [
        Wrong(
            "an unknown change",
            step(#"{"before": [{"auth": ‸"expires", "of": "toys"}]}"#),
            "'auth' must be one of expire, revoke, rotate, not 'expires'; did you mean 'expire'?"
        ),
        Wrong(
            "a change of nothing",
            step(#"{"before": [{"auth": ‸"expire"}]}"#),
            "'auth' needs an 'of' beside it: a vendor, or vendor/credential"
        ),
        Wrong(
            "a change at an unknown vendor",
            step(#"{"before": [{"auth": "expire", "of": ‸"toyz/key-demo"}]}"#),
            "unknown vendor 'toyz'; did you mean 'toys'?"
        ),
        Wrong(
            "credentials of an unknown vendor",
            #"{"scenario": 1, "given": {"auth": {‸"toyz": []}}}"#,
            "unknown vendor 'toyz'; did you mean 'toys'?"
        ),
        Wrong(
            "credentials of a vendor that has none",
            #"{"scenario": 1, "given": {"auth": {‸"toys": []}}}"#,
            "toys has no credentials that a scenario could add"
        ),
    ]

    static let otherFiles = [
        Wrong(
            "bases for a scenario that is no file",
            #"{"scenario": 1, "extends": [‸"a.json5", ‸"b.json5"]}"#,
            "'extends' is for files: a scenario that is sent has no place to look for 'a.json5'",
            "'extends' is for files: a scenario that is sent has no place to look for 'b.json5'"
        ),
        Wrong("no base", #"{"scenario": 1, "extends": ‸[]}"#, "'extends' names no file"),
        Wrong("a base that is a number", #"{"scenario": 1, "extends": ‸1}"#, "'extends' must be text"),
        Wrong(
            "a base from the network",
            #"{"scenario": 1, "extends": ‸"http://a.example/b.json5"}"#,
            "'extends' must be the path of a file, relative to this one"
        ),
        Wrong(
            "a base by its full path",
            #"{"scenario": 1, "extends": ‸"/a.json5"}"#,
            "'extends' must be the path of a file, relative to this one"
        ),
        Wrong(
            "a snapshot for a scenario that is no file",
            #"{"scenario": 1, "given": {"snapshot": ‸"a.json"}}"#,
            "'snapshot' is for files: a scenario that is sent has no place to look for 'a.json'"
        ),
    ]
}
