/** Checks a list of commits as a verifier finds it: nothing is taken for granted, and every problem gets its place. */
import * as z from "zod";
import { EMPTY_HEAD, hashOf } from "../commit.ts";
import { commitSchema } from "../commit-schema.ts";
import type { Commit, StreamHead } from "../port.ts";

/** Something that is not as it was written. `version` is the first version of the stream that is in doubt. */
export interface VerifyProblem {
  readonly commitIndex: number | null;
  readonly version: number | null;
  readonly code: VerifyCode;
  readonly message: string;
}

/** What can be wrong with an export. */
export type VerifyCode =
  | "export.malformed"
  | "commit.malformed"
  | "commit.wrong_stream"
  | "commit.missing"
  | "commit.out_of_place"
  | "commit.event_count"
  | "commit.changed"
  | "commit.broken_chain"
  | "head.beyond_commits"
  | "head.before_commits"
  | "head.hash_mismatch"
  | "signature.missing"
  | "signature.invalid"
  | "export.time"
  | "checkpoint.malformed"
  | "checkpoint.invalid"
  | "checkpoint.mismatch"
  | "checkpoint.beyond_commits"
  | "checkpoint.missing"
  | "checkpoint.broken_chain"
  | "view.differs"
  | "view.not_foldable"
  | "replay.impossible"
  | "witness.no_export"
  | "witness.unreadable"
  | "witness.differs"
  | "witness.missing"
  | "witness.silent";

/** What a walk over the commits found, and where the stream ends according to the last of them. */
export interface CommitsCheck {
  readonly problems: readonly VerifyProblem[];
  readonly end: StreamHead;
}

/** Walks the commits from the first. A commit that is wrong does not hide the next: each is held against what the one before it claims to be. */
export function checkCommits(commits: readonly unknown[], streamId: string): CommitsCheck {
  const problems: VerifyProblem[] = [];
  let end = EMPTY_HEAD;
  for (const [commitIndex, raw] of commits.entries()) {
    const parsed = commitSchema.safeParse(raw);
    if (!parsed.success) {
      const message = z.prettifyError(parsed.error).replaceAll(/\s*\n\s*/g, " ");
      problems.push({ commitIndex, version: end.version + 1, code: "commit.malformed", message });
      end = claimedEnd(raw) ?? end;
      continue;
    }
    // The hash is taken over what the file holds, not over what we understand of it: an added field counts.
    problems.push(...checkCommit(raw as Commit, { commitIndex, streamId, end }));
    end = { version: (raw as Commit).lastVersion, hash: (raw as Commit).hash };
  }
  return { problems, end };
}

function checkCommit(
  commit: Commit,
  { commitIndex, streamId, end }: { readonly commitIndex: number; readonly streamId: string; readonly end: StreamHead },
): readonly VerifyProblem[] {
  const expected = end.version + 1;
  const { firstVersion, lastVersion, events } = commit;
  const at = (code: VerifyCode, version: number, message: string): VerifyProblem => ({ commitIndex, version, code, message });
  const problems: VerifyProblem[] = [];
  if (commit.streamId !== streamId) problems.push(at("commit.wrong_stream", expected, `belongs to ${commit.streamId}, not to ${streamId}`));
  if (firstVersion > expected)
    problems.push(at("commit.missing", expected, `version ${expected} to ${firstVersion - 1} missing before it`));
  if (firstVersion < expected)
    problems.push(at("commit.out_of_place", firstVersion, `begins at version ${firstVersion}, expected ${expected}`));
  if (lastVersion - firstVersion + 1 !== events.length) {
    problems.push(at("commit.event_count", firstVersion, `holds ${events.length} events for versions ${firstVersion} to ${lastVersion}`));
  }
  if (hashIfReadable(commit) !== commit.hash) problems.push(at("commit.changed", firstVersion, "its content does not match its hash"));
  if (commit.prevHash !== end.hash)
    problems.push(at("commit.broken_chain", firstVersion, "does not continue the hash of the commit before it"));
  return problems;
}

/** Null for a commit nested so deeply that no writer of ours made it. */
function hashIfReadable(commit: Commit): string | null {
  try {
    return hashOf(commit);
  } catch {
    return null;
  }
}

/** Where an unreadable commit says that it ends, so that its neighbour is judged fairly. */
function claimedEnd(raw: unknown): StreamHead | null {
  const claimed = z.looseObject({ lastVersion: z.int().positive(), hash: z.string() }).safeParse(raw);
  return claimed.success ? { version: claimed.data.lastVersion, hash: claimed.data.hash } : null;
}
