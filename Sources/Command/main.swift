import Glibc
import Serving

Memory.returnsWhatIsLarge()
exit(Program.run(Array(CommandLine.arguments.dropFirst()), variable: environmentVariable))
