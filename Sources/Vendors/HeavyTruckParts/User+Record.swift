package import Engine
package import JSON

extension HeavyTruckParts.User {
    package static let model: [Field] = [
        Field("user", .string(maxLength: 100), required: true),
        Field("password", .string(), required: true, secret: true),
        Field(
            "dataset",
            .oneOf(HeavyTruckParts.Dataset.allCases.map(\.rawValue)),
            about: "heavy_truck by default"
        ),
        Field("format", .oneOf(Format.allCases.map(\.rawValue)), about: "json by default"),
        Field("vendors", .array(.integer()), about: "whose stock the user sees"),
        Field(
            "sales_vendors",
            .array(.integer()),
            about: "who have authorized the user to make sales documents"
        ),
        Field("include_qa_in_search_results", .boolean),
        Field("show_suggested", .boolean, about: "suggested part types without being asked"),
        Field("legacy_details", .boolean, about: "Q&A pairs directly in item details"),
        Field("enduser_lookup", .boolean),
        Field("enduser_listall", .boolean),
        Field("template_association", .boolean),
        Field(
            "strict",
            .nullable(
                .object([
                    Field("large_threshold", .integer(1...1_000_000), source: .inferred),
                    Field(
                        "require",
                        .array(.oneOf(StrictRules.Demand.allCases.map(\.rawValue))),
                        source: .inferred
                    ),
                    Field("year_types", .array(.string()), source: .inferred),
                ])
            ),
            about: "what a search must name to get large pages"
        ),
        Field(
            "default_filters",
            .object(
                ["category", "store", "vendor", "year_range"].map { Field($0, .string(), source: .inferred) }
            )
        ),
        Field(
            "mapping",
            .object([
                Field(
                    "part_types",
                    .array(
                        .object([
                            Field("name", .string(), required: true), Field("id", .string()),
                            Field("native", .array(.integer()), required: true),
                        ])
                    )
                ),
                Field("makes", .array(.object(HeavyTruckParts.Mapping.Row.model))),
                Field("models", .array(.object(HeavyTruckParts.Mapping.Row.model))),
            ])
        ),
        Field("mapped_types", .map(.array(.integer())), about: "the user's own types with HTP's part types"),
        Field(
            "function_groups",
            .array(
                .object([
                    Field("function_group_id", .string(), required: true),
                    Field("function_group_name", .string(), required: true),
                    Field("parent", .nullable(.string())),
                    Field("category", .string()),
                ])
            )
        ),
    ]

    package func write(to json: inout JSON.Writer) {
        json.object { json in
            json.member("user", id)
            json.member("password", password)
            json.member("dataset", dataset)
            json.member("format", format.rawValue)
            json.member("vendors", vendors)
            json.member("sales_vendors", salesVendors)
            json.member("include_qa_in_search_results", includesQA)
            json.member("show_suggested", showsSuggested)
            json.member("legacy_details", hasLegacyDetails)
            json.member("enduser_lookup", hasEndUserLookup)
            json.member("enduser_listall", hasEndUserList)
            json.member("template_association", hasTemplateAssociation)
            json.key("strict")
            if let strict { strict.write(to: &json) } else { json.null() }
            json.key("default_filters")
            defaultFilters.write(to: &json)
            json.key("mapping")
            mapping.write(to: &json)
            json.object("mapped_types") { json in
                for type in mappedTypes { json.member(type.name, type.partTypes) }
            }
            json.array("function_groups") { json in for group in functionGroups { group.write(to: &json) } }
        }
    }
}

extension HeavyTruckParts.User.StrictRules {
    init(_ object: JSON.Object) {
        largeThreshold = object["large_threshold"]?.int ?? 100
        required = HeavyTruckParts.strings(object["require"]).compactMap(Demand.init)
        yearTypes = HeavyTruckParts.strings(object["year_types"])
    }

    func write(to json: inout JSON.Writer) {
        json.object { json in
            json.member("large_threshold", largeThreshold)
            json.member("require", required.map(\.rawValue))
            json.member("year_types", yearTypes)
        }
    }
}

extension HeavyTruckParts.User.DefaultFilters {
    init(_ object: JSON.Object) {
        category = object["category"]?.string ?? ""
        store = object["store"]?.string ?? ""
        vendor = object["vendor"]?.string ?? ""
        yearRange = object["year_range"]?.string ?? ""
    }

    func write(to json: inout JSON.Writer) {
        json.object { json in
            if !category.isEmpty { json.member("category", category) }
            if !store.isEmpty { json.member("store", store) }
            if !vendor.isEmpty { json.member("vendor", vendor) }
            if !yearRange.isEmpty { json.member("year_range", yearRange) }
        }
    }
}

extension HeavyTruckParts.User.FunctionGroup {
    init(_ object: JSON.Object) {
        id = object["function_group_id"]?.string ?? ""
        name = object["function_group_name"]?.string ?? ""
        parent = object["parent"]?.string
        category = object["category"]?.string ?? ""
    }

    func write(to json: inout JSON.Writer) {
        json.object { json in
            json.member("function_group_id", id)
            json.member("function_group_name", name)
            json.member("parent", parent)
            json.member("category", category)
        }
    }
}
