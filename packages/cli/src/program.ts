/** The command line: its commands, its exit codes. */
import { toFailure } from "@dr/events";
import { Command, CommanderError } from "commander";
import { takeOverCommand } from "./commands/takeover.ts";
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
  const exit = (code: ExitCode): void => {
    exitCode = code;
  };
  for (const command of [verifyCommand(terminal, exit), takeOverCommand(terminal, exit)]) {
    program.addCommand(command.copyInheritedSettings(program));
  }
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
