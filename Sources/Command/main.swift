import Glibc
import Serving

// Whoever started this program may have blocked them: until a command waits for them, they end it.
SignalWaiter(for: [SIGTERM, SIGINT, SIGHUP]).release()
Memory.returnsWhatIsLarge()
exit(Program.run(Array(CommandLine.arguments.dropFirst()), variable: environmentVariable))
