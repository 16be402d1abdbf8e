import AutoLeap
import AutoSync
import Engine
import HTTP
import HeavyTruckParts
import Leadway

/// All vendors on their default worlds, the clock standing, for the targets that need more than a parser.
enum FullHouse {
    static let mounts: [any Mounted] = [
        Mount<AutoLeap>(), Mount<AutoSync>(), Mount<HeavyTruckParts>(), Mount<Leadway>(),
    ]

    /// Every input starts from a copy.
    static let start: Bay.Start = {
        let now = Instant(seconds: 1_772_438_400)  // 2026-03-02T08:00:00Z
        let worlds = mounts.map { $0.makeDefaultWorld(chance: Chance(seed: 1, bay: "base"), now: now) }
        return Bay.Start(worlds: worlds, seed: 1, clock: ClockSetting(.manual, start: now))
    }()

    /// Problems are told, each with a place inside of the text.
    static func check(_ problems: ScenarioProblems, in bytes: [UInt8]) {
        claim(!problems.problems.isEmpty, "refused without a problem")
        for problem in problems.problems {
            let place = problem.position
            claim((0...bytes.count).contains(place.offset), "an offset outside of the text: \(problem)")
            claim((1...(bytes.count + 1)).contains(place.line), "a line outside of the text: \(problem)")
            claim((1...(place.offset + 1)).contains(place.column), "a column outside of the line: \(problem)")
            claim(!problem.message.isEmpty, "a problem without a word: \(problem)")
        }
        for (one, other) in zip(problems.problems, problems.problems.dropFirst()) where one.file == other.file
        {
            claim(
                one.position.offset <= other.position.offset,
                "problems that are not in the order of the text"
            )
        }
    }
}
