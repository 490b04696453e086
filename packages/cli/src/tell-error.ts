/** Why a command ended badly, in lines that a person can act on, and its exit code. */
import type { Problem } from "@dr/client";
import { CommanderError } from "commander";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import type { Terminal } from "./terminal.ts";

interface Told {
  readonly lines: readonly string[];
  readonly code: ExitCode;
}

/** Says it on standard error. Errors are known by their names, so that nothing has to be loaded to know them. */
export function tellError(error: unknown, terminal: Terminal): ExitCode {
  // Commander has said what is wrong; asking for help is not wrong.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  const { lines, code } = describe(error);
  for (const each of lines) {
    // What goes on in a further line is indented: no message looks like the next one.
    const [first = "", ...further] = each.split(/\r?\n/);
    terminal.error(first);
    for (const line of further) terminal.error(`  ${line}`);
  }
  return code;
}

function describe(error: unknown): Told {
  if (!(error instanceof Error)) return { lines: [String(error)], code: EXIT.usage };
  if (error.name === "ApiProblem" && "problem" in error) return describeProblem(error.problem as Problem);
  if (error.name === "NoAnswer") {
    const key = (error as { readonly idempotencyKey?: string }).idempotencyKey;
    const again =
      key === undefined ? [] : [`  what became of it is unknown; the same command with --idempotency-key ${key} does it at most once`];
    return { lines: [`api.no_answer: ${error.message}`, ...again], code: EXIT.unavailable };
  }
  const code = (error as { readonly code?: unknown }).code;
  return { lines: [typeof code === "string" ? `${code}: ${error.message}` : error.message], code: EXIT.usage };
}

const MAX_LINES = 20;

function describeProblem({ status, code, detail, hint, correlationId, errors = [] }: Problem): Told {
  const places = errors.slice(0, MAX_LINES).map(({ path, message, expected, line, column }) => {
    const place = line === undefined ? path : `${line}:${column ?? 1} ${path}`;
    // A refusal as a whole has been said: its place has only to say what was expected there.
    if (message === detail) return `  ${place}: expected ${expected ?? "something else"}`;
    return `  ${place}: ${message}${expected === undefined || message.includes(expected) ? "" : ` (expected ${expected})`}`;
  });
  const more = errors.length > MAX_LINES ? [`  … and ${errors.length - MAX_LINES} more`] : [];
  const next = hint === undefined ? [] : [`  next: ${hint}`];
  const trace = status >= 500 && correlationId !== undefined ? [`  correlation id ${correlationId}`] : [];
  return { lines: [`${code}: ${detail}`, ...places, ...more, ...next, ...trace], code: status >= 500 ? EXIT.unavailable : EXIT.refused };
}
