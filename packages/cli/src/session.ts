/** What every command is given. */
import type { Command } from "commander";
import type { ExitCode } from "./exit-codes.ts";
import type { Terminal } from "./terminal.ts";

/** The machine, and where the exit code goes. */
export interface Session {
  readonly terminal: Terminal;
  readonly exit: (code: ExitCode) => void;
}

/** Fills a command with its arguments, options and action. */
export type Define = (command: Command, session: Session) => void;
