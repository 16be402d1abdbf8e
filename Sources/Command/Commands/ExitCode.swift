/// What the program ends with.
enum ExitCode {
    static let fine: Int32 = 0
    static let expectation: Int32 = 1
    /// What was asked for did not come about.
    static let failed: Int32 = 1
    static let usage: Int32 = 2
    static let invalidFile: Int32 = 3
    static let cannotListen: Int32 = 4
    /// As `timeout` and shells have it: the time limit, a command that cannot be run, one that is not there, and what
    /// is added to the number of a signal.
    static let timedOut: Int32 = 124
    static let unfitCommand: Int32 = 126
    static let missingCommand: Int32 = 127
    static let signal: Int32 = 128
}
