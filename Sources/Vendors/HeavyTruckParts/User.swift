package import Engine
package import JSON

extension HeavyTruckParts {
    /// An API user: its credentials and what was agreed with the vendor on what it sees and how.
    ///
    /// A class, and immutable: it is handed along with every call.
    ///
    /// Source: configuration options [seed]; their names and the contents of default filters are [inferred].
    package final class User: Record {
        /// The user name.
        package let id: String
        let password: String
        /// `heavy_truck`, `yellow_iron`, `automotive` or `motorcycle`; empty for all of them, which only a scenario's
        /// actor sees.
        let dataset: String
        let format: Format
        /// Whose stock it sees.
        let vendors: [Int]
        /// Who have authorized it to make sales documents.
        let salesVendors: [Int]
        let includesQA: Bool
        let showsSuggested: Bool
        /// Whether item details have the Q&A pairs directly in the object.
        let hasLegacyDetails: Bool
        let hasEndUserLookup: Bool
        let hasEndUserList: Bool
        let hasTemplateAssociation: Bool
        let strict: StrictRules?
        let defaultFilters: DefaultFilters
        let mapping: Mapping
        let mappedTypes: [MappedType]
        let functionGroups: [FunctionGroup]

        enum Format: String, Sendable, CaseIterable {
            case json, xml
        }

        /// What searches that name no vendor must name to get large pages.
        struct StrictRules: Sendable {
            /// The smallest page that is large.
            var largeThreshold: Int
            var required: [Demand]
            /// The kinds of part types that need a year range besides.
            var yearTypes: [String]

            enum Demand: String, Sendable, CaseIterable {
                case partType = "part_type"
                case make, model, userid
            }
        }

        /// Values of search parameters for searches that do not give them; empty for none.
        struct DefaultFilters: Sendable {
            var category = ""
            var store = ""
            var vendor = ""
            var yearRange = ""
        }

        /// An own type of the user and the HTP part types that it covers.
        struct MappedType: Sendable {
            var name: String
            var partTypes: [Int]
        }

        struct FunctionGroup: Sendable {
            var id: String
            var name: String
            /// `nil` for the top level.
            var parent: String?
            var category: String
        }

        var hasSales: Bool { !salesVendors.isEmpty }

        func maySell(for vendor: Int) -> Bool { salesVendors.contains(vendor) }

        /// Whether the user has to do with a dataset.
        func sees(dataset: String) -> Bool { self.dataset.isEmpty || self.dataset == dataset }

        /// Somebody with full rights: a scenario's actor.
        init(unlimited name: String, vendors: [Int]) {
            id = name
            password = ""
            dataset = ""
            format = .json
            self.vendors = vendors
            salesVendors = vendors
            includesQA = false
            showsSuggested = false
            hasLegacyDetails = false
            hasEndUserLookup = true
            hasEndUserList = true
            hasTemplateAssociation = true
            strict = nil
            defaultFilters = DefaultFilters()
            mapping = Mapping()
            mappedTypes = []
            functionGroups = []
        }

        package init(_ object: JSON.Object) throws(RecordProblem) {
            func flag(_ name: String) -> Bool { object[name]?.bool ?? false }
            id = object["user"]?.string ?? ""
            guard !id.isEmpty, !id.contains(":") else {
                throw RecordProblem("must not be empty, nor hold a colon", at: ["user"])
            }
            password = object["password"]?.string ?? ""
            dataset = object["dataset"]?.string ?? Dataset.heavyTruck.rawValue
            format = Format(rawValue: object["format"]?.string ?? "") ?? .json
            vendors = integers(object["vendors"])
            salesVendors = integers(object["sales_vendors"])
            includesQA = flag("include_qa_in_search_results")
            showsSuggested = flag("show_suggested")
            hasLegacyDetails = flag("legacy_details")
            hasEndUserLookup = flag("enduser_lookup")
            hasEndUserList = flag("enduser_listall")
            hasTemplateAssociation = flag("template_association")
            strict = object["strict"]?.object.map(StrictRules.init)
            defaultFilters = DefaultFilters(object["default_filters"]?.object ?? JSON.Object())
            mapping = Mapping(object["mapping"]?.object ?? JSON.Object())
            mappedTypes = (object["mapped_types"]?.object ?? JSON.Object()).map { name, types in
                MappedType(name: name, partTypes: integers(types))
            }
            functionGroups = (object["function_groups"]?.array ?? []).compactMap(\.object).map(
                FunctionGroup.init
            )
        }
    }

    /// What an API user's calls are about.
    enum Dataset: String, Sendable, CaseIterable {
        case heavyTruck = "heavy_truck"
        case yellowIron = "yellow_iron"
        case automotive, motorcycle
    }

    static func integers(_ value: JSON.Value?) -> [Int] { (value?.array ?? []).compactMap(\.int) }

    static func strings(_ value: JSON.Value?) -> [String] { (value?.array ?? []).compactMap(\.string) }
}
