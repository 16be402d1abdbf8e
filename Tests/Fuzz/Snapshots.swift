import Engine
import JSON

/// Any bytes are a snapshot or problems with places; a snapshot that is written and read again is written the same. The
/// worlds in it read as fixtures do.
func check(_ bytes: [UInt8]) {
    let snapshot: Snapshot
    do throws(ScenarioProblems) {
        snapshot = try Snapshot(bytes, file: "fuzz.json", mounts: FullHouse.mounts)
    } catch {
        return FullHouse.check(error, in: bytes)
    }
    let once = written(snapshot)
    do throws(ScenarioProblems) {
        let again = try Snapshot(once, file: "fuzz.json", mounts: FullHouse.mounts)
        claim(written(again) == once, "written and read again it differs")
    } catch {
        preconditionFailure("what was written is refused: \(error)\n\(String(decoding: once, as: UTF8.self))")
    }
    let bay = Bay(.default, mounts: FullHouse.mounts, start: FullHouse.start, journal: Journal.Limits())
    bay.restore(snapshot)
    // The clock of a bay that is not manual goes on.
    guard snapshot.mode == .manual else { return }
    claim(written(bay.snapshot) == once, "restored it is another one")
}

private func written(_ snapshot: Snapshot) -> [UInt8] {
    var json = Writer()
    snapshot.write(named: "fuzz", FullHouse.mounts, to: &json)
    return json.bytes
}
