import AutoLeap
import AutoSync
package import Engine
import HeavyTruckParts
import Leadway

/// The vendors of this program, in the order of their ports.
package enum Vendors {
    package static let mounts: [any Mounted] = [
        Mount<AutoLeap>(), Mount<AutoSync>(), Mount<HeavyTruckParts>(), Mount<Leadway>(),
    ]
}
