import Control
import Engine

/// The verdicts as the XML that JUnit's Ant task made common: a suite for each scenario, a test case for each
/// expectation.
///
/// What a run has covered stands in its suite's properties. A scenario whose turn did not come is skipped. A run whose
/// command did not end well has one more test case, an error, since whatever it was that failed is no
/// failed expectation.
struct JUnitReport {
    let outcome: Outcome

    var bytes: [UInt8] {
        var xml = XMLText()
        let coverage = outcome.coverage.map { [Suite(coverage: $0, of: outcome.covered)] } ?? []
        let suites = outcome.runs.map(Suite.init) + outcome.skipped.map(Suite.init) + coverage
        func sum(_ count: (Suite) -> Int) -> String { "\(suites.reduce(0) { $0 + count($1) })" }
        xml.element(
            "testsuites",
            [
                ("name", "mockbay"), ("tests", sum(\.cases.count)), ("failures", sum(\.failures)),
                ("errors", sum(\.errors)), ("skipped", sum(\.skipped)),
                ("time", secondsText(outcome.duration)),
            ]
        ) { xml in
            for suite in suites { suite.write(to: &xml) }
        }
        return Array(xml.text.utf8)
    }

    fileprivate struct Case {
        var name: String
        var place: String?
        /// What it was: `failure`, `error`, `skipped`; `nil` for one that passed.
        var fault: (element: String, type: String)?
        var message = ""
    }

    private struct Suite {
        var attributes: [(String, String)]
        var classname: String
        var properties: [(String, String)] = []
        var cases: [Case]

        var failures: Int { cases.count { $0.fault?.element == "failure" } }
        var errors: Int { cases.count { $0.fault?.element == "error" } }
        var skipped: Int { cases.count { $0.fault?.element == "skipped" } }

        init(_ run: CommandRun) {
            attributes = [
                ("name", run.name), ("file", run.file), ("time", secondsText(run.duration)),
                ("timestamp", String(run.started.iso8601.prefix { $0 != "." && $0 != "Z" })),
            ]
            classname = run.file
            properties = [
                ("mockbay", Build.version), ("seed", "\(run.seed)"), ("exchanges", "\(run.exchanges)"),
                ("exit", "\(run.exitCode)"),
            ]
            properties += Suite.properties(of: run.covered)
            properties += run.warnings.map { ("warning", $0) }
            cases = run.verdicts.map(Case.init)
            if let complaint = run.ending.complaint {
                cases.append(
                    Case(
                        name: "the command",
                        fault: ("error", "command"),
                        message: "the command \(complaint)"
                    )
                )
            }
        }

        init(_ skipped: Skipped) {
            attributes = [("name", skipped.name), ("file", skipped.file), ("time", "0.000")]
            classname = skipped.file
            cases = [
                Case(
                    name: "the command",
                    fault: ("skipped", "command"),
                    message: "not run: \(skipped.reason)"
                )
            ]
        }

        /// In per cent, and the outcomes that were met and that there are.
        private static func properties(of covered: Coverage?) -> [(String, String)] {
            guard let covered else { return [] }
            return [
                ("coverage", covered.percentageText), ("coverage.met", "\(covered.met)"),
                ("coverage.of", "\(covered.all)"),
            ]
        }

        init(coverage: Verdict, of covered: Coverage?) {
            attributes = [("name", "coverage"), ("time", "0.000")]
            classname = "coverage"
            properties = Suite.properties(of: covered)
            cases = [Case(coverage)]
        }

        func write(to xml: inout XMLText) {
            let counts = [
                ("tests", "\(cases.count)"), ("failures", "\(failures)"), ("errors", "\(errors)"),
                ("skipped", "\(skipped)"),
            ]
            xml.element("testsuite", attributes + counts) { xml in
                if !properties.isEmpty {
                    xml.element("properties", []) { xml in
                        for (name, value) in properties {
                            xml.element("property", [("name", name), ("value", value)])
                        }
                    }
                }
                for one in cases { one.write(to: &xml, in: classname) }
            }
        }
    }
}

extension JUnitReport.Case {
    fileprivate init(_ verdict: Verdict) {
        self.init(
            name: verdict.name,
            place: verdict.place,
            fault: verdict.passed ? nil : ("failure", "expectation"),
            message: verdict.passed ? "" : verdict.message
        )
    }

    fileprivate func write(to xml: inout XMLText, in classname: String) {
        var attributes = [("name", name), ("classname", classname)]
        if let place {
            // FILE:LINE:COLUMN, and colons may be in the name of the file, too.
            let parts = place.split(separator: ":", omittingEmptySubsequences: false)
            if parts.count > 2, let line = Int(parts[parts.count - 2]) {
                attributes.append(("file", parts.dropLast(2).joined(separator: ":")))
                attributes.append(("line", "\(line)"))
            } else {
                attributes.append(("file", place))
            }
        }
        attributes.append(("time", "0.000"))
        guard let fault else { return xml.element("testcase", attributes) }
        xml.element("testcase", attributes) { xml in
            let first = message.split(separator: "\n").first.map(String.init) ?? name
            let text = [place, message].compactMap(\.self).joined(separator: "\n")
            xml.element(fault.element, [("message", first), ("type", fault.type)], text: text)
        }
    }
}
