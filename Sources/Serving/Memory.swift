import CEpoll

/// How the process asks for memory.
package enum Memory {
    /// Blocks from this size on, in bytes, are the system's again as soon as they are free.
    private static let large: Int32 = 256 * 1024

    /// Keeps the allocator from holding on to large blocks: left alone it raises its threshold with each of them, and some
    /// large bodies at once would stay resident for good.
    package static func returnsWhatIsLarge() {
        _ = mallopt(M_MMAP_THRESHOLD, large)
        _ = mallopt(M_TRIM_THRESHOLD, large)
    }
}
