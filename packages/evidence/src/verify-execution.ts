/** Verifies an exported execution without the platform: the log itself, all that is said of it, and that it could have come about. */
import { lazyLooseObject } from "@dr/events";
import { EXECUTION_STATE_VERSION, toExecutionView, type ExecutionState } from "@dr/domain";
import { verifyExport, type Commit, type VerifyOptions, type VerifyProblem, type VerifyResult } from "@dr/event-log";
import * as z from "zod";
import { differences } from "./compare.ts";
import { replay, type Impossible } from "./replay/replay.ts";
import { toResourceReferences } from "./resource-references.ts";
import { toTechnologyResults } from "./technology-results.ts";

/** Verdict on an exported execution. */
export interface ExecutionVerdict extends VerifyResult {
  /**
   * The view beside the commits, held against one folded from them: `verified`, `differs`, `absent` (exports of version 1 may go without), or
   * `other_rules`: written by a version of the product that folds differently, so that only its signature vouches for it.
   */
  readonly view: "verified" | "differs" | "absent" | "other_rules";
  /** Whether every decision could have been made: `verified`, `impossible`, or `other_rules` as above, also if some commits say that another version decided them. */
  readonly decisions: "verified" | "impossible" | "other_rules" | "not_checked";
}

const saidSchema = lazyLooseObject(() => ({
  formatVersion: z.int(),
  execution: z.unknown().optional(),
  estate: z.string().optional(),
  rules: z.int().optional(),
  results: z.unknown().optional(),
  references: z.unknown().optional(),
  commits: z.array(z.unknown()),
}));

/**
 * Checks what `verifyExport` checks, recomputes the view and compares every field of it, and decides each commit again. Pure; never throws. With a chain that is
 * broken there is nothing to recompute: the problems of the chain stand alone.
 */
export function verifyExecution(input: unknown, options: VerifyOptions = {}): ExecutionVerdict {
  const verdict = verifyExport(input, options);
  const said = saidSchema.safeParse(input).data;
  if (said === undefined || !isFoldable(verdict)) return { ...verdict, view: "absent", decisions: "not_checked" };
  // Which rules decided is vouched for by the signature alone: without it every commit is held against today's.
  const isVouchedFor = verdict.signature === "verified" || said.formatVersion === 1;
  const { impossible, otherRules, state } = replay(said.commits as readonly Commit[], { tolerant: isVouchedFor });
  const isOurs = said.rules === EXECUTION_STATE_VERSION;
  const view = state === null ? "differs" : viewVerdict(state, said, isOurs);
  const found = [...impossible.map(toProblem), ...(state === null ? [] : claimProblems(state, said, view))];
  // Another version of the rules may have decided otherwise. Without the signature nobody can tell that from a lie, so it is a problem then; version 1 of the format
  // named no rules.
  const isExcused = !isOurs && isVouchedFor;
  const problems = isExcused ? verdict.problems : [...verdict.problems, ...found];
  const otherwise = isExcused ? "other_rules" : "impossible";
  const decided = otherRules.length === 0 ? "verified" : "other_rules";
  return { ...verdict, ok: problems.length === 0, problems, view, decisions: impossible.length === 0 ? decided : otherwise };
}

function toProblem({ commitIndex, version, message }: Impossible): VerifyProblem {
  return { commitIndex, version, code: "replay.impossible", message };
}

function claimProblems(state: ExecutionState, said: z.infer<typeof saidSchema>, view: ExecutionVerdict["view"]): readonly VerifyProblem[] {
  return [
    ...estateProblems(state, said),
    ...derivedProblems("results", said.results, () => toTechnologyResults(state, said.formatVersion < 3 ? 2 : 3)),
    ...derivedProblems("references", said.references, () => toResourceReferences(state)),
    ...(view === "differs" ? viewProblems(state, said.execution) : []),
  ];
}

/** The chain is whole; whether the signature is right does not matter here. */
function isFoldable({ problems }: VerifyResult): boolean {
  return problems.every(({ code }) => /^(?:signature|checkpoint|export\.time|head)/.test(code));
}

/** A member that follows from the events, such as the results per wave and technology; exports of earlier versions have it not. */
function derivedProblems(name: string, said: unknown, derive: () => unknown): readonly VerifyProblem[] {
  if (said === undefined) return [];
  return differences(asJson(derive), said).map((path) => {
    const message = `${name}${path === "" ? "" : `.${path}`} is not what the events say`;
    return { commitIndex: null, version: null, code: "view.differs", message };
  });
}

function viewVerdict(state: ExecutionState, said: z.infer<typeof saidSchema>, isOurs: boolean): ExecutionVerdict["view"] {
  if (said.execution === undefined && said.formatVersion === 1) return "absent";
  if (differences(viewOf(state), said.execution).length === 0) return "verified";
  return isOurs ? "differs" : "other_rules";
}

function viewProblems(state: ExecutionState, execution: unknown): readonly VerifyProblem[] {
  return differences(viewOf(state), execution).map((path) => {
    const message = `execution${path === "" ? "" : `.${path}`} is not what the events say`;
    return { commitIndex: null, version: null, code: "view.differs", message };
  });
}

/** Every result says whether it was real. */
function estateProblems({ waves }: ExecutionState, { estate, formatVersion }: z.infer<typeof saidSchema>): readonly VerifyProblem[] {
  const results = waves.flatMap((wave) =>
    wave.tasks.flatMap(({ result }) => (result === null ? [] : [result.simulated ? "simulated" : "real"])),
  );
  if ((estate === undefined && formatVersion === 1) || results.every((was) => was === estate)) return [];
  return [
    { commitIndex: null, version: null, code: "view.differs", message: `estate: ${estate ?? "nothing"} is not what the results say` },
  ];
}

function viewOf(state: ExecutionState): unknown {
  return asJson(() => toExecutionView(state));
}

/** As JSON has it: the export was written as such. Null for a stream that tells of no execution. */
function asJson(derive: () => unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(derive())) as unknown;
  } catch {
    return null;
  }
}
