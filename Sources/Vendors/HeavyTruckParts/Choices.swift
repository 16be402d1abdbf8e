import Engine
import HTTP
import JSON

extension HeavyTruckParts {
    /// HTP's values as an API user names them: the inverse of its mapping.
    struct Choices {
        let mapping: Mapping

        /// A part type under a name and an id.
        struct PartTypeChoice: Hashable {
            var name: String
            var id: String
        }

        /// Every user part type that covers the type; HTP's own where none does.
        func names(of type: PartType) -> [PartTypeChoice] {
            let rows = mapping.partTypes.filter { $0.native.contains(type.id) }
            if rows.isEmpty { return [PartTypeChoice(name: type.name, id: String(type.id))] }
            return rows.map { PartTypeChoice(name: $0.name, id: $0.id) }
        }

        /// Every user value that covers HTP's; HTP's own where none does.
        static func names(of native: String, by rows: [Mapping.Row]) -> [String] {
            let wanted = folded(native)
            let names = rows.filter { $0.native.contains { folded($0) == wanted } }.map(\.name)
            return names.isEmpty ? [native] : names
        }

        /// Each once, by name.
        static func sorted(_ names: some Sequence<String>) -> [String] {
            Set(names).sorted { ($0.lowercased(), $0) < ($1.lowercased(), $1) }
        }

        static func sorted(_ choices: some Sequence<PartTypeChoice>) -> [PartTypeChoice] {
            Set(choices).sorted {
                ($0.name.lowercased(), $0.name, $0.id) < ($1.name.lowercased(), $1.name, $1.id)
            }
        }
    }

    /// Part types to narrow a search down by: each with the address of the same search for that type alone.
    struct Suggestions {
        private let choices: [Choices.PartTypeChoice]
        private let start: [UInt8]
        private let end: [UInt8]

        init(_ listing: Listing, for call: Call, by user: User, in state: State) {
            let choices = Choices(mapping: user.mapping)
            self.choices = Choices.sorted(
                listing.partTypes.compactMap { state.partTypes[$0] }.flatMap { choices.names(of: $0) }
            )
            start = call.origin.bytes + Array("/inventory/search/".utf8)
            // What follows the part type is repeated as it was sent, show_suggested included.
            let head = call.request.head
            let rest = Int(call.call.captures[0].end)..<Int(call.request.query?.end ?? call.request.path.end)
            end = Array(head[rest])
        }

        func write(_ numbers: Assumptions.Numbers, to json: inout JSON.Writer) {
            json.array { json in
                for choice in choices {
                    json.object { json in
                        json.member("part_name", choice.name)
                        json.identifier("part_type_id", choice.id, numbers)
                        json.key("uri")
                        json.string(utf8: start + Array(Percent.encode(choice.name).utf8) + end)
                    }
                }
            }
        }
    }
}

extension JSON.Writer {
    /// An id that is documented as a text: one of an API user's own may be more than a number.
    mutating func identifier(
        _ name: StaticString,
        _ id: String,
        _ numbers: HeavyTruckParts.Assumptions.Numbers
    ) {
        key(name)
        if numbers == .numbers, let number = HeavyTruckParts.wholeNumber(id) {
            int(number)
        } else {
            string(id)
        }
    }
}
