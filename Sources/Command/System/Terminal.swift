import Glibc

/// The terminal that this process has in the foreground, to be lent to a child: what is in the background may not read
/// from it.
struct Terminal {
    private let own: pid_t

    /// `nil` where standard input is no terminal, or somebody else's.
    init?() {
        let own = getpgrp()
        guard isatty(STDIN_FILENO) == 1, tcgetpgrp(STDIN_FILENO) == own else { return nil }
        self.own = own
        // Taking it back is done from the background.
        _ = signal(SIGTTOU, SIG_IGN)
        // A stopped child would leave nobody at the terminal who could wake it: it inherits that Ctrl-Z does nothing.
        _ = signal(SIGTSTP, SIG_IGN)
    }

    /// Gives it to a child, which may have tried to read already and been stopped for it.
    func lend(to child: Child) {
        tcsetpgrp(STDIN_FILENO, child.pid)
        child.signal(SIGCONT)
    }

    func takeBack() { tcsetpgrp(STDIN_FILENO, own) }
}
