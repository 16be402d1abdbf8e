// Turns the fixtures into Swift sources, so that the program is one file that needs no other.
//
//     swift run embed            writes the sources whose fixture has changed
//     swift run embed --check    writes nothing; names the stale ones and exits with 1
//
// Run in the top folder of the package.

import Foundation

/// What is embedded. A further vendor's world is one more line.
let embedded: [Embedded] = [
    .world("autoleap", in: "AutoLeap"),
    .world("htp", in: "HeavyTruckParts"),
    .world("leadway", in: "Leadway"),
    .zipTable("us-zip-centroids", in: "HeavyTruckParts"),
]

func complain(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
}

func embed(_ arguments: [String]) -> Int32 {
    guard arguments.isEmpty || arguments == ["--check"] else {
        complain("usage: embed [--check]")
        return 2
    }
    var isStale = false
    do throws(Problem) {
        for file in embedded where try !file.isFresh() {
            isStale = true
            if arguments.isEmpty { try file.write() }
            print(arguments.isEmpty ? "wrote \(file.target)" : "stale: \(file.target)")
        }
    } catch {
        complain("embed: \(error.text)")
        return 2
    }
    return isStale && !arguments.isEmpty ? 1 : 0
}

exit(embed(Array(CommandLine.arguments.dropFirst())))
