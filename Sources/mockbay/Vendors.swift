import AutoLeap
import Engine
import HeavyTruckParts
import Leadway

/// The vendors of this program, in the order of their ports.
enum Vendors {
    static let mounts: [any Mounted] = [Mount<AutoLeap>(), Mount<HeavyTruckParts>(), Mount<Leadway>()]
}
