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
    products: [
        .executable(name: "mockbay", targets: ["Command"]),
        .library(name: "Mockbay", targets: ["Mockbay"]),
    ],
    targets: [
        module("JSON", []),
        module("HTTP", []),
        .systemLibrary(name: "CEpoll"),
        module("Serving", ["HTTP", "CEpoll"], settings: strict),
        module("Engine", ["JSON", "HTTP", "CEpoll"]),
        vendor("AutoLeap"),
        vendor("AutoSync"),
        vendor("HeavyTruckParts"),
        vendor("Leadway"),
        module("Control", ["Engine", "JSON", "HTTP"]),
        module(
            "Hosting",
            ["AutoLeap", "AutoSync", "Control", "Engine", "HTTP", "HeavyTruckParts", "Leadway", "Serving"],
        ),
        // For the test suites of other packages. The program does without, and so without Swift's concurrency.
        module("Mockbay", ["Control", "Engine", "HTTP", "Hosting", "JSON", "Serving"]),
        // The program is called mockbay; its module is not, since a file system that ignores case could not tell it from
        // the library's.
        .executableTarget(
            name: "Command",
            dependencies: ["Control", "Engine", "HTTP", "Hosting", "JSON", "Serving"],
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
        tests(of: "Hosting", ["Bells", "Engine", "HTTP", "HeavyTruckParts", "JSON", "Serving", "Support"]),
        tests(of: "Mockbay", ["Support"]),
        // What the suite of a package looks like that depends on this one.
        .testTarget(name: "ExampleTests", dependencies: ["Mockbay"], swiftSettings: strict),
        tests(
            of: "Command",
            ["Control", "Engine", "HTTP", "HeavyTruckParts", "Hosting", "JSON", "Serving", "Support"]
        ),
    ],
)
