/** `dr verify`: checks an exported execution without the platform. */
import { parseHeadKey, verifyExport, type HeadKey, type VerifyProblem, type VerifyResult } from "@dr/event-log";
import { DrError } from "@dr/events";
import { Command } from "commander";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import type { Terminal } from "../terminal.ts";

interface VerifyOptions {
  readonly key?: string;
  readonly json?: boolean;
}

const MAX_LINES = 20;

const SIGNATURES: Readonly<Record<VerifyResult["signature"], string>> = {
  verified: "signature verified",
  invalid: "signature WRONG",
  missing: "no signature, though a key was given",
  not_checked: "signature not checked: give the key with --key to know who vouches for it",
  absent: "not signed: this shows that nothing was changed by halves, not that nobody wrote it anew",
};

/** The command. `exit` takes the code: 0 when the export is in order, 1 when it is not. Throws `file.unreadable` and `key.invalid`. */
export function verifyCommand(terminal: Terminal, exit: (code: ExitCode) => void): Command {
  return new Command("verify")
    .description("check an exported execution: edits, deletions, insertions, reordering and truncation of its event log")
    .argument("<export.json>", "file from GET /api/v1/executions/{id}/export")
    .option("--key <file>", "key that the head was signed with: an ed25519 PEM (public is enough) or a shared secret")
    .option("--json", "print the verdict as one JSON object")
    .action((file: string, options: VerifyOptions) => {
      const key = options.key === undefined ? undefined : parseHeadKey(readText(terminal, options.key));
      const result = verifyText(readText(terminal, file), key);
      if (options.json === true) terminal.out(JSON.stringify({ file, ...result }));
      else for (const line of describe(file, result)) terminal.out(line);
      exit(result.ok ? EXIT.ok : EXIT.problems);
    });
}

/** A file cut off in the middle is damage to the export, not a mistake of whoever asks. */
function verifyText(text: string, key: HeadKey | undefined): VerifyResult {
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch (error) {
    const message = `not JSON: ${(error as Error).message}`;
    const problem: VerifyProblem = { commitIndex: null, version: null, code: "export.malformed", message };
    return { ok: false, problems: [problem], streamId: null, head: null, commitCount: 0, eventCount: 0, signature: "absent" };
  }
  return verifyExport(input, { key });
}

function readText(terminal: Terminal, path: string): string {
  try {
    return terminal.readFile(path);
  } catch (error) {
    throw new DrError("file.unreadable", `cannot read ${path}: ${(error as Error).message}`, { cause: error });
  }
}

function describe(file: string, result: VerifyResult): readonly string[] {
  const { ok, problems, streamId, head, commitCount, eventCount, signature } = result;
  if (ok) {
    return [
      `${file}: in order`,
      `  ${streamId}: ${eventCount} events in ${commitCount} commits, hash chain verified up to version ${head?.version}`,
      `  ${SIGNATURES[signature]}`,
    ];
  }
  const shown = problems.slice(0, MAX_LINES).map((problem) => `  ${placeOf(problem)}${problem.message} (${problem.code})`);
  const more = problems.length > MAX_LINES ? [`  … and ${problems.length - MAX_LINES} more`] : [];
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  return [`${file}: NOT IN ORDER, ${count}`, ...shown, ...more];
}

function placeOf({ commitIndex, version }: VerifyProblem): string {
  if (commitIndex !== null) return `commit ${commitIndex}, version ${version}: `;
  return version === null ? "" : `head, version ${version}: `;
}
