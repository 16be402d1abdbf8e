/// What the program ends with.
enum ExitCode {
    static let fine: Int32 = 0
    /// What was asked for did not come about.
    static let failed: Int32 = 1
    static let usage: Int32 = 2
    static let invalidFile: Int32 = 3
    static let cannotListen: Int32 = 4
}
