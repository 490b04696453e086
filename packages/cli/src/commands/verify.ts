/** `dr verify`: checks an exported execution without the platform. */
import { checkpointFolder, parseHeadKey, type VerifyOptions, type VerifyProblem, type VerifyResult } from "@dr/event-log";
import { checkWitness, verifyExecution, type ExecutionVerdict } from "@dr/evidence";
import { DrError } from "@dr/events";
import type { Command } from "commander";
import { EXIT } from "../exit-codes.ts";
import type { Session } from "../session.ts";
import type { Terminal } from "../terminal.ts";

interface Flags {
  readonly key?: string;
  readonly checkpointKey?: string;
  readonly checkpoints?: readonly string[];
  readonly witness?: string;
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

const VIEWS: Readonly<Record<ExecutionVerdict["view"], string>> = {
  verified: "every figure and word of the view follows from the events",
  differs: "the view is NOT what the events say",
  absent: "no view beside the events",
  other_rules: "the view was folded by another version: its signature alone vouches for it",
};

const DECISIONS: Readonly<Record<ExecutionVerdict["decisions"], string>> = {
  verified: "every decision could have been made",
  impossible: "decisions that NO command could have made",
  other_rules: "decided by another version, not decided again",
  not_checked: "decisions not checked",
};

/** Ends with 0 when the export is in order, 1 when it is not. Throws `file.unreadable` and `key.invalid`. */
export function defineVerify(command: Command, { terminal, exit }: Session): void {
  command
    .argument("<export.json>", "file from GET /api/v1/executions/{id}/export")
    .option("--key <file>", "key that the export was signed with: an ed25519 PEM (public is enough) or a shared secret")
    .option("--checkpoint-key <file>", "key that checkpoints were signed with: holds every commit against them")
    .option(
      "--checkpoints <folder>",
      "a copy of where checkpoints are kept, once for each Region: finds what the export does not say of itself",
      (folder: string, before: readonly string[] | undefined) => [...(before ?? []), folder],
    )
    .option("--witness <file>", "what the audit feed told somebody outside, a JSON object a line: holds the hashes of commits against it")
    .option("--json", "print the verdict as one JSON object")
    .action((file: string, options: Flags) => {
      const keyOf = (path: string | undefined) => (path === undefined ? undefined : parseHeadKey(readText(terminal, path)));
      const keys = { key: keyOf(options.key), checkpointKey: keyOf(options.checkpointKey) };
      const text = readText(terminal, file);
      const verified = verifyText(text, keys, checkpointsIn(terminal, options.checkpoints));
      const { agreed, result } =
        options.witness === undefined
          ? { agreed: null, result: verified }
          : withWitness(verified, text, readText(terminal, options.witness));
      if (options.json === true) terminal.out(JSON.stringify({ file, ...result, ...(agreed === null ? {} : { witnessed: agreed }) }));
      else for (const line of describe(file, result)) terminal.out(line);
      if (options.json !== true && agreed !== null) terminal.out(`  a witness agrees with ${agreed} records`);
      exit(result.ok ? EXIT.ok : EXIT.problems);
    });
}

/** The verdict, with what somebody outside knows of it. */
function withWitness(
  verified: ExecutionVerdict,
  text: string,
  witness: string,
): { readonly agreed: number; readonly result: ExecutionVerdict } {
  const isExport = verified.problems.every(({ code }) => code !== "export.malformed");
  const { agreed, problems } = checkWitness(isExport ? (JSON.parse(text) as unknown) : null, witness);
  const all = [...verified.problems, ...problems];
  return { agreed, result: { ...verified, ok: all.length === 0, problems: all } };
}

/** A file cut off in the middle is damage to the export, not a mistake of whoever asks. */
function verifyText(
  text: string,
  keys: VerifyOptions,
  checkpointsOf: (streamId: string) => readonly unknown[] | undefined,
): ExecutionVerdict {
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch (error) {
    return notAnExport(`not JSON: ${(error as Error).message}`);
  }
  const streamId = (input as { readonly streamId?: unknown } | null)?.streamId;
  return verifyExecution(input, { ...keys, checkpoints: typeof streamId === "string" ? checkpointsOf(streamId) : undefined });
}

function notAnExport(message: string): ExecutionVerdict {
  const problem: VerifyProblem = { commitIndex: null, version: null, code: "export.malformed", message };
  const nothing = { streamId: null, head: null, commitCount: 0, eventCount: 0, signature: "absent", anchoring: null } as const;
  return { ok: false, problems: [problem], ...nothing, view: "absent", decisions: "not_checked" };
}

/** All checkpoints of a stream in copies of the buckets, or of the folder on one machine. */
function checkpointsIn(terminal: Terminal, folders: readonly string[] | undefined) {
  return (streamId: string): readonly unknown[] | undefined =>
    folders?.flatMap((folder) => {
      const below = `${folder}/${checkpointFolder(streamId)}`;
      return terminal.listFolder(below).map((name) => JSON.parse(readText(terminal, `${below}${name}`)) as unknown);
    });
}

function readText(terminal: Terminal, path: string): string {
  try {
    return terminal.readFile(path);
  } catch (error) {
    throw new DrError("file.unreadable", `cannot read ${path}: ${(error as Error).message}`, { cause: error });
  }
}

function describe(file: string, result: ExecutionVerdict): readonly string[] {
  const { ok, problems, streamId, head, commitCount, eventCount, signature } = result;
  if (ok) {
    return [
      `${file}: in order`,
      `  ${streamId}: ${eventCount} events in ${commitCount} commits, hash chain verified up to version ${head?.version}`,
      `  ${VIEWS[result.view]}; ${DECISIONS[result.decisions]}`,
      `  ${SIGNATURES[signature]}`,
      `  ${describeAnchoring(result)}`,
    ];
  }
  const shown = problems.slice(0, MAX_LINES).map((problem) => `  ${placeOf(problem)}${problem.message} (${problem.code})`);
  const more = problems.length > MAX_LINES ? [`  … and ${problems.length - MAX_LINES} more`] : [];
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  return [`${file}: NOT IN ORDER, ${count}`, ...shown, ...more];
}

function describeAnchoring({ anchoring, head }: ExecutionVerdict): string {
  if (anchoring === null) return "checkpoints not checked: give their key with --checkpoint-key to know that the log was not rewritten";
  const { upTo, since, lastAt, checked } = anchoring;
  const rest = head !== null && upTo < head.version ? `; what follows is not anchored yet` : "";
  return `anchored since ${since.at} (version ${since.version}), up to version ${upTo} at ${lastAt}, ${checked} checkpoints held against it${rest}`;
}

function placeOf({ commitIndex, version }: VerifyProblem): string {
  if (commitIndex !== null) return `commit ${commitIndex}, version ${version}: `;
  return version === null ? "" : `head, version ${version}: `;
}
