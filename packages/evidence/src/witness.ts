/** Holds an export against what somebody outside has kept of it: hashes of commits, as the audit feed told them at the time. */
import { lazyLooseObject } from "@dr/events";
import type { VerifyProblem } from "@dr/event-log";
import * as z from "zod";

/** What was audited beside the log (requests, deliveries) has no hash: it is no witness of the log, and no fault. */
const recordSchema = lazyLooseObject(() => ({ streamId: z.string(), version: z.int().positive(), hash: z.string().optional() }));
const lineSchema = z.union([
  recordSchema,
  lazyLooseObject(() => ({ event: recordSchema })).transform(({ event }) => event),
  lazyLooseObject(() => ({ event: z.looseObject({ unmapped: recordSchema }) })).transform(({ event }) => event.unmapped),
  lazyLooseObject(() => ({ unmapped: recordSchema })).transform(({ unmapped }) => unmapped),
]);
const exportSchema = lazyLooseObject(() => ({
  streamId: z.string(),
  commits: z.array(z.looseObject({ firstVersion: z.number(), lastVersion: z.number(), hash: z.string() })),
}));

/** What the witness says. */
export interface Witnessed {
  /** Records about this stream that agree. */
  readonly agreed: number;
  readonly problems: readonly VerifyProblem[];
}

/**
 * Compares. `text` has a JSON object a line, as Splunk exports them: a record of the audit feed, by itself, below `event`, or in OCSF. A record that the export contradicts or
 * does not hold is a problem; so is a witness that knows nothing of it, and a line that is none. Records without a hash are of other things than the log.
 */
export function checkWitness(input: unknown, text: string): Witnessed {
  const said = exportSchema.safeParse(input).data;
  if (!said) return { agreed: 0, problems: [problem(null, "witness.no_export", "the export cannot be held against a witness")] };
  const problems: VerifyProblem[] = [];
  let agreed = 0;
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const record = parseLine(line);
    if (!record) problems.push(problem(null, "witness.unreadable", `line ${index + 1} of the witness is no record of the audit feed`));
    else if (record.streamId === said.streamId && record.hash !== undefined) {
      const { version, hash } = record;
      const commit = said.commits.find(({ firstVersion, lastVersion }) => firstVersion <= version && version <= lastVersion);
      if (commit?.hash === hash) agreed += 1;
      else if (commit)
        problems.push(
          problem(
            version,
            "witness.differs",
            `the witness was told another hash of version ${version}: the log was rewritten since, or the witness was`,
          ),
        );
      else
        problems.push(problem(version, "witness.missing", `the witness was told of version ${version}, and the export does not hold it`));
    }
  }
  if (agreed === 0 && problems.length === 0) problems.push(problem(null, "witness.silent", "the witness knows nothing of this execution"));
  return { agreed, problems };
}

function parseLine(line: string): z.infer<typeof recordSchema> | undefined {
  try {
    return lineSchema.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

function problem(version: number | null, code: VerifyProblem["code"], message: string): VerifyProblem {
  return { commitIndex: null, version, code, message };
}
