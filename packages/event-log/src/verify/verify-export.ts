/** Verifies an exported stream without the platform. */
import { lazyLooseObject, lazyStrictObject } from "@dr/events";
import * as z from "zod";
import { toDotPath } from "zod/v4/core";
import type { StreamHead } from "../port.ts";
import { checkCommits, type VerifyProblem } from "./check-commits.ts";
import { checkCheckpoints, type Anchoring } from "./check-checkpoints.ts";
import { exportText, signatureSchema, verifyHead, verifyText, type HeadKey } from "./signature.ts";

/** Format of an export, as `GET /executions/{id}/export` gives it. */
export const EXPORT_FORMAT = "dr-orchestration-export";

/** An export. Its first version signed the head alone, the second signs all that it holds, the third tells more in its results. */
const exportSchema = lazyLooseObject(() => ({
  format: z.literal(EXPORT_FORMAT),
  formatVersion: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  streamId: z.string().min(1),
  head: lazyStrictObject(() => ({ version: z.int().nonnegative(), hash: z.string() })),
  commits: z.array(z.unknown()),
  exportedAt: z.iso.datetime().optional(),
  estate: z.enum(["real", "simulated"]).optional(),
  checkpoints: z.array(z.unknown()).optional(),
  signature: signatureSchema.optional(),
}));

/** What is known apart from the export. */
export interface VerifyOptions {
  /** Key that exports are signed with. */
  readonly key?: HeadKey | undefined;
  /** Key that checkpoints are signed with. */
  readonly checkpointKey?: HeadKey | undefined;
  /** Checkpoints of the stream from where they are kept: more than what the export says of itself. */
  readonly checkpoints?: readonly unknown[] | undefined;
}

/** The clocks of a writer and of the API may differ by this much. */
const CLOCK_SKEW_MS = 60_000;

/** Verdict on an export. `signature` is `not_checked` without a key: the chain then proves that nothing was changed by halves, not who wrote it. */
export interface VerifyResult {
  readonly ok: boolean;
  readonly problems: readonly VerifyProblem[];
  readonly streamId: string | null;
  readonly head: StreamHead | null;
  readonly commitCount: number;
  readonly eventCount: number;
  readonly signature: "verified" | "invalid" | "missing" | "not_checked" | "absent";
  /** How far checkpoints vouch for the history; null without a key for them, or without checkpoints. */
  readonly anchoring: Anchoring | null;
}

/**
 * Checks a parsed export: every commit, their order and completeness, the head, and its signature when a key is given. Pure; never throws.
 * Finds edits, deletions, insertions, reordering and (against the recorded head) truncation, each with the index of the commit and the version.
 * Whoever rewrites all hashes and the head as well is found only by the signature.
 */
export function verifyExport(input: unknown, options: VerifyOptions = {}): VerifyResult {
  const parsed = exportSchema.safeParse(input);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }): VerifyProblem => {
      return { commitIndex: null, version: null, code: "export.malformed", message: `${toDotPath(path) || "export"}: ${message}` };
    });
    return { ok: false, problems, streamId: null, head: null, commitCount: 0, eventCount: 0, signature: "absent", anchoring: null };
  }
  const { streamId, head, commits } = parsed.data;
  const { problems: found, end } = checkCommits(commits, streamId);
  const problems = [...unknownMembers(parsed.data), ...found, ...checkHead(head, end, commits.length)];
  problems.push(...checkTime(commits, parsed.data.exportedAt));
  const given = [...(parsed.data.checkpoints ?? []), ...(options.checkpoints ?? [])];
  const anchored = options.checkpointKey && checkCheckpoints(withoutRepeats(given), { streamId, commits, end, key: options.checkpointKey });
  problems.push(...(anchored?.problems ?? []));
  const verdict = checkSignature(input as Readonly<Record<string, unknown>>, parsed.data, options.key);
  if (verdict === "missing") problems.push(inHead(head, "signature.missing", "a key was given, but the export carries no signature"));
  if (verdict === "invalid")
    problems.push(inHead(head, "signature.invalid", "the export was not signed with this key, or was changed since"));
  return {
    ok: problems.length === 0,
    problems,
    streamId,
    head,
    commitCount: commits.length,
    eventCount: end.version,
    signature: verdict,
    anchoring: anchored?.anchoring ?? null,
  };
}

/** Members since version 2. What else is in a file was put there by somebody else. */
const MEMBERS = new Set([
  "format",
  "formatVersion",
  "streamId",
  "head",
  "commits",
  "execution",
  "rules",
  "results",
  "references",
  "exportedAt",
  "estate",
  "checkpoints",
  "signature",
]);

function unknownMembers(parsed: z.infer<typeof exportSchema>): readonly VerifyProblem[] {
  if (parsed.formatVersion === 1) return [];
  return Object.keys(parsed)
    .filter((name) => !MEMBERS.has(name))
    .map((name) => ({ commitIndex: null, version: null, code: "export.malformed", message: `${name}: no member of an export` }));
}

function withoutRepeats(values: readonly unknown[]): readonly unknown[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

/** Nothing is exported before it was recorded. */
function checkTime(commits: readonly unknown[], exportedAt: string | undefined): readonly VerifyProblem[] {
  const last = (commits.at(-1) as { readonly recordedAt?: unknown } | undefined)?.recordedAt;
  if (exportedAt === undefined || typeof last !== "string" || Date.parse(last) - Date.parse(exportedAt) <= CLOCK_SKEW_MS) return [];
  return [
    {
      commitIndex: commits.length - 1,
      version: null,
      code: "export.time",
      message: `recorded at ${last}, after the export of ${exportedAt}`,
    },
  ];
}

function checkHead(head: StreamHead, end: StreamHead, commitIndex: number): readonly VerifyProblem[] {
  if (head.version > end.version) {
    const message = `ends at version ${end.version}, but its head is at ${head.version}: the commits after it are missing`;
    return [{ commitIndex, version: end.version + 1, code: "head.beyond_commits", message }];
  }
  const last = Math.max(commitIndex - 1, 0);
  if (head.version < end.version) {
    const message = `goes on to version ${end.version}, but its head is at ${head.version}: what follows was added`;
    return [{ commitIndex: last, version: head.version + 1, code: "head.before_commits", message }];
  }
  if (head.hash === end.hash) return [];
  return [
    { commitIndex: last, version: head.version, code: "head.hash_mismatch", message: "the last commit's hash is not that of the head" },
  ];
}

function checkSignature(
  input: Readonly<Record<string, unknown>>,
  { head, streamId, signature, formatVersion }: z.infer<typeof exportSchema>,
  key: HeadKey | undefined,
): VerifyResult["signature"] {
  if (signature === undefined) return key === undefined ? "absent" : "missing";
  if (key === undefined) return "not_checked";
  if (formatVersion === 1) return verifyHead({ ...head, streamId }, signature, key) ? "verified" : "invalid";
  try {
    return verifyText(exportText(input), signature, key) ? "verified" : "invalid";
  } catch {
    // Nested more deeply than anything that we write.
    return "invalid";
  }
}

function inHead(head: StreamHead, code: VerifyProblem["code"], message: string): VerifyProblem {
  return { commitIndex: null, version: head.version, code, message };
}
