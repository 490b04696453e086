/** Verifies an exported stream without the platform. */
import { z } from "zod";
import type { StreamHead } from "../port.ts";
import { checkCommits, type VerifyProblem } from "./check-commits.ts";
import { signatureSchema, verifyHead, type HeadKey } from "./signature.ts";

/** Format of an export, as `GET /executions/{id}/export` gives it. */
export const EXPORT_FORMAT = "dr-orchestration-export";

/** An export; the view and what else is beside the commits is for reading and is not covered by the hash chain. */
const exportSchema = z.looseObject({
  format: z.literal(EXPORT_FORMAT),
  formatVersion: z.literal(1),
  streamId: z.string().min(1),
  head: z.object({ version: z.int().nonnegative(), hash: z.string() }),
  commits: z.array(z.unknown()),
  signature: signatureSchema.optional(),
});

/** Verdict on an export. `signature` is `not_checked` without a key: the chain then proves that nothing was changed by halves, not who wrote it. */
export interface VerifyResult {
  readonly ok: boolean;
  readonly problems: readonly VerifyProblem[];
  readonly streamId: string | null;
  readonly head: StreamHead | null;
  readonly commitCount: number;
  readonly eventCount: number;
  readonly signature: "verified" | "invalid" | "missing" | "not_checked" | "absent";
}

/**
 * Checks a parsed export: every commit, their order and completeness, the head, and its signature when a key is given. Pure; never throws.
 * Finds edits, deletions, insertions, reordering and (against the recorded head) truncation, each with the index of the commit and the version.
 * Whoever rewrites all hashes and the head as well is found only by the signature.
 */
export function verifyExport(input: unknown, options: { readonly key?: HeadKey | undefined } = {}): VerifyResult {
  const parsed = exportSchema.safeParse(input);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }): VerifyProblem => {
      return { commitIndex: null, version: null, code: "export.malformed", message: `${z.core.toDotPath(path) || "export"}: ${message}` };
    });
    return { ok: false, problems, streamId: null, head: null, commitCount: 0, eventCount: 0, signature: "absent" };
  }
  const { streamId, head, commits, signature } = parsed.data;
  const { problems: found, end } = checkCommits(commits, streamId);
  const problems = [...found, ...checkHead(head, end, commits.length)];
  const verdict = checkSignature({ ...head, streamId }, signature, options.key);
  if (verdict === "missing") problems.push(inHead(head, "signature.missing", "a key was given, but the export carries no signature"));
  if (verdict === "invalid")
    problems.push(inHead(head, "signature.invalid", "the head was not signed with this key, or was changed since"));
  return {
    ok: problems.length === 0,
    problems,
    streamId,
    head,
    commitCount: commits.length,
    eventCount: end.version,
    signature: verdict,
  };
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
  head: StreamHead & { streamId: string },
  signature: z.infer<typeof signatureSchema> | undefined,
  key: HeadKey | undefined,
): VerifyResult["signature"] {
  if (signature === undefined) return key === undefined ? "absent" : "missing";
  if (key === undefined) return "not_checked";
  return verifyHead(head, signature, key) ? "verified" : "invalid";
}

function inHead(head: StreamHead, code: VerifyProblem["code"], message: string): VerifyProblem {
  return { commitIndex: null, version: head.version, code, message };
}
