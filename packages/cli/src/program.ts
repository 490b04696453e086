/** The command line: its commands, its exit codes. */
import { toFailure } from "@dr/events";
import { Command, CommanderError } from "commander";
import { verifyCommand } from "./commands/verify.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import type { Terminal } from "./terminal.ts";

/** Runs one command line (without `node` and the script's name) and resolves to its exit code: 0 in order, 1 problems found, 2 wrong usage. */
export async function runProgram(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.ok;
  const program = new Command("dr")
    .description("DR Orchestrator on the command line")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        terminal.out(text.trimEnd());
      },
      writeErr: (text) => {
        terminal.error(text.trimEnd());
      },
    })
    .showHelpAfterError("(dr --help shows what there is)");
  program.addCommand(
    verifyCommand(terminal, (code) => {
      exitCode = code;
    }).copyInheritedSettings(program),
  );
  try {
    await program.parseAsync([...args], { from: "user" });
    return exitCode;
  } catch (error) {
    // Commander has said what is wrong; asking for help is not wrong.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    const { code, message } = toFailure(error);
    terminal.error(`${code}: ${message}`);
    return EXIT.usage;
  }
}
