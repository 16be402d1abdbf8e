// swift-tools-version: 6.2
import PackageDescription

/// What every module is compiled with: the Swift 6 language, nothing implicit, no warning let through.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

/// `strict`, and every use of memory that the compiler cannot check is marked `unsafe`.
let safe = strict + [.strictMemorySafety()]

func module(_ name: String, _ dependencies: [String], path: String? = nil, settings: [SwiftSetting] = safe)
    -> Target
{
    .target(
        name: name,
        dependencies: dependencies.map { .init(stringLiteral: $0) },
        path: path ?? "Sources/\(name)",
        swiftSettings: settings,
    )
}

/// One vendor: its state, models, routes and failures. Vendors never see each other.
func vendor(_ name: String) -> Target {
    module(name, ["Engine", "JSON", "HTTP"], path: "Sources/Vendors/\(name)")
}

func tests(of name: String, _ others: [String] = []) -> Target {
    .testTarget(
        name: "\(name)Tests",
        dependencies: ([name] + others).map { .init(stringLiteral: $0) },
        path: "Tests/\(name)Tests",
        swiftSettings: strict,
    )
}

let package = Package(
    name: "mockbay",
    products: [.executable(name: "mockbay", targets: ["mockbay"])],
    targets: [
        module("JSON", []),
        module("HTTP", []),
        .systemLibrary(name: "CEpoll"),
        module("Serving", ["HTTP", "CEpoll"], settings: strict),
        module("Engine", ["JSON", "HTTP"]),
        vendor("AutoLeap"),
        vendor("AutoSync"),
        vendor("HeavyTruckParts"),
        vendor("Leadway"),
        module("Control", ["Engine", "JSON", "HTTP"]),
        .executableTarget(
            name: "mockbay",
            dependencies: [
                "AutoLeap", "AutoSync", "Control", "Engine", "HTTP", "HeavyTruckParts", "JSON", "Leadway",
                "Serving",
            ],
            swiftSettings: safe,
        ),
        // Writes the fixtures into the sources; no part of the program.
        .executableTarget(name: "embed", swiftSettings: safe),
        module("Support", [], path: "Tests/Support", settings: strict),
        module("Bells", ["Engine", "HTTP", "JSON"], path: "Tests/Bells", settings: strict),
        tests(of: "JSON", ["Support"]),
        tests(of: "HTTP", ["Support"]),
        tests(of: "Serving", ["HTTP", "Support"]),
        tests(of: "Engine", ["Bells", "HTTP", "JSON"]),
        module("VendorSupport", ["Engine", "HTTP", "JSON"], path: "Tests/VendorSupport", settings: strict),
        tests(of: "AutoLeap", ["Engine", "HTTP", "JSON", "VendorSupport"]),
        tests(of: "AutoSync", ["Bells", "Engine", "HTTP", "JSON", "VendorSupport"]),
        tests(of: "HeavyTruckParts", ["Engine", "HTTP", "JSON", "VendorSupport"]),
        tests(of: "Leadway", ["Engine", "HTTP", "JSON", "VendorSupport"]),
        tests(of: "Control", ["Bells", "Engine", "HTTP", "HeavyTruckParts", "JSON"]),
        tests(of: "mockbay", ["Bells", "Engine", "HTTP", "HeavyTruckParts", "JSON", "Serving", "Support"]),
    ],
)
