package import JSON

/// Whole records in and out: for snapshots and for the control API.
extension VendorWorld {
    package var checks: [String] { V.checks.map(\.name) }

    package var marks: [String: Int] {
        get { look(\.marks) }
        set {
            read()
            state.marks = newValue
        }
    }

    package func writeSnapshot(to json: inout JSON.Writer) {
        json.object { json in
            for collection in V.State.collections + V.State.hidden {
                json.key(collection.name)
                json.array { json in
                    look { collection.write(offset: 0, limit: .max, of: $0, to: &json) }
                }
            }
        }
    }

    package mutating func put(
        _ record: JSON.Node,
        into name: String,
        _ key: String,
    ) throws(FixtureProblems) -> Bool {
        guard let collection = V.State.collection(name) else {
            throw FixtureProblems(findings: [Finding(record.offset, "there is no collection '\(name)'")])
        }
        let problems = Field.problems(with: record, as: collection.fields, in: name)
        guard problems.isEmpty, let object = record.value.object else {
            throw FixtureProblems(findings: problems)
        }
        do throws(RecordProblem) {
            let own = try collection.key(of: object)
            guard own == key else {
                throw collection.keyProblem(own, insteadOf: key)
            }
            read()
            let before = collection.count(in: state)
            _ = try collection.put(object, in: &state)
            return collection.count(in: state) > before
        } catch {
            throw FixtureProblems(findings: [Finding(error, in: record, of: name)])
        }
    }

    package mutating func replaceAll(
        of name: String,
        by records: JSON.Node,
    ) throws(FixtureProblems) {
        guard let collection = V.State.collection(name) else {
            throw FixtureProblems(findings: [Finding(records.offset, "there is no collection '\(name)'")])
        }
        read()
        var changed = state
        collection.removeAll(in: &changed)
        let findings = collection.load(records, into: &changed)
        guard findings.isEmpty else { throw FixtureProblems(findings: findings) }
        state = changed
    }
}

extension Collection {
    func keyProblem(_ own: String, insteadOf key: String) -> RecordProblem {
        RecordProblem("the record's own fields make its key '\(shown(own))', not '\(shown(key))'")
    }

    /// A key as messages show it: of a credential its fingerprint.
    private func shown(_ key: String) -> String {
        fields.first?.isSecret ?? false ? Fingerprint.text(of: key) : key
    }

    /// Puts the records of an array into an empty collection; all that is wrong with them.
    func load(_ records: JSON.Node, into state: inout State) -> [Finding] {
        guard records.kind == .array else {
            return [Finding(records.offset, "\(name) must be an array of records")]
        }
        var findings: [Finding] = []
        for element in records.elements {
            let problems = Field.problems(with: element, as: fields, in: name)
            findings += problems
            if findings.count > FixtureProblems.most {
                findings.removeSubrange(FixtureProblems.most...)
                findings.append(Finding(element.offset, "… and more of \(name)"))
                break
            }
            guard problems.isEmpty, let object = element.value.object else { continue }
            do throws(RecordProblem) {
                let before = count(in: state)
                let key = try put(object, in: &state)
                if count(in: state) == before {
                    findings.append(Finding(element.offset, "a second record '\(shown(key))' of \(name)"))
                }
            } catch {
                findings.append(Finding(error, in: element, of: name))
            }
        }
        return findings
    }
}

extension Finding {
    /// What a record itself refuses, at the place of the member that it names.
    init(_ problem: RecordProblem, in record: JSON.Node, of name: String) {
        var place = record
        for key in problem.path {
            guard let member = place[key] else { break }
            place = member
        }
        self.init(place.offset, "\(([name] + problem.path).joined(separator: ".")): \(problem.message)")
    }
}
