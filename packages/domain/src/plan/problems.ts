/** What is wrong with a plan, all of it at once, each with its place. */

import { createParseWork, type ParseWork } from "./parse-work.ts";

/** Where in the plan: keys and indexes from the top. */
export type Path = readonly (string | number)[];

/** One thing that is wrong (or, as a warning, doubtful). `line` and `column` count from 1 and are present when the source was text. */
export interface PlanProblem {
  /** `waves[2].dependencies[0]`; empty for the document itself. */
  readonly path: string;
  readonly line?: number;
  readonly column?: number;
  readonly code: string;
  readonly message: string;
  readonly expected?: string;
}

/** Line and column (from 1) of a value, or of its key, in the source text. */
export type Locate = (path: Path, at?: "value" | "key") => { readonly line: number; readonly column: number } | undefined;

/** Details of one report. */
export interface ProblemDetails {
  readonly code: string;
  readonly message: string;
  readonly expected?: string | undefined;
  /** Point at the key instead of the value. */
  readonly at?: "value" | "key";
}

/** Collects problems and warnings while a plan is read. */
export interface ProblemReport {
  /** What `make` finds out about an unknown name; "exhausted" once too many were asked for, so that a document of slips costs no more than another. */
  readonly hint: <T>(make: () => T) => T | "exhausted";
  readonly problem: (path: Path, details: ProblemDetails) => void;
  readonly warn: (path: Path, details: ProblemDetails) => void;
  /** A path as people see it, for a message that speaks of a second place. */
  readonly show: (path: Path) => string;
  readonly problems: () => readonly PlanProblem[];
  readonly warnings: () => readonly PlanProblem[];
}

/** More than this is noise. With `MAX_TEXT` it bounds an answer at well below the 6 MB of Lambda, also when every letter of it is escaped. */
const MAX_REPORTED = 200;
/** Longest text of a problem, in UTF-16 units: keys and values of the author stand in it. */
const MAX_TEXT = 600;
/** Names that are looked up among the known ones. */
const MAX_HINTS = 200;

/**
 * A report that finds lines by `locate` and shows paths as `toShownPath` says. Keeps the first 200 problems and the first 200 warnings, texts cut
 * at 600 characters, and says how many more there are.
 */
export function createProblemReport(locate: Locate, toShownPath: (path: Path) => Path, work: ParseWork = createParseWork()): ProblemReport {
  const problems: PlanProblem[] = [];
  const warnings: PlanProblem[] = [];
  const counts = { problems: 0, warnings: 0 };
  const keep = (list: PlanProblem[], problem: PlanProblem): void => {
    work.reported += 1;
    list.push(problem);
  };
  const toProblem = (path: Path, { code, message, expected, at }: ProblemDetails): PlanProblem => ({
    path: cut(toPathText(toShownPath(path))),
    ...locate(path, at),
    code,
    message: cut(message),
    ...(expected === undefined ? {} : { expected: cut(expected) }),
  });
  return {
    hint(make) {
      if (work.hints >= MAX_HINTS) return "exhausted";
      work.hints += 1;
      return make();
    },
    problem(path, details) {
      counts.problems += 1;
      if (problems.length < MAX_REPORTED) keep(problems, toProblem(path, details));
    },
    warn(path, details) {
      counts.warnings += 1;
      if (warnings.length < MAX_REPORTED) keep(warnings, toProblem(path, details));
    },
    show: (path) => cut(toPathText(toShownPath(path))),
    problems: () => withRest(inReadingOrder(problems), counts.problems),
    warnings: () => withRest(inReadingOrder(warnings), counts.warnings),
  };
}

/** A text that fits into an answer, and is well-formed whatever was in it. */
export function cut(text: string): string {
  return (text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}…`).toWellFormed();
}

/** `["waves", 2, "dependencies", 0]` → `waves[2].dependencies[0]`; keys that are no plain words are quoted. */
function toPathText(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    if (!/^[A-Za-z_$][\w$-]*$/.test(step)) return `${text}[${JSON.stringify(step)}]`;
    return text === "" ? step : `${text}.${step}`;
  }, "");
}

/** As they stand in the text; data without lines keeps the order in which it was checked. */
function inReadingOrder(found: readonly PlanProblem[]): readonly PlanProblem[] {
  return found.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
}

/** What was found about a plan beside its document, as a report gives it: the first 200, texts cut at 600 characters, and how many more there are. */
export function listedProblems(found: readonly PlanProblem[]): readonly PlanProblem[] {
  const kept = found.slice(0, MAX_REPORTED).map((one) => ({
    ...one,
    message: cut(one.message),
    ...(one.expected === undefined ? {} : { expected: cut(one.expected) }),
  }));
  return withRest(kept, found.length);
}

function withRest(kept: readonly PlanProblem[], count: number): readonly PlanProblem[] {
  if (count <= kept.length) return kept;
  return [...kept, { path: "", code: "plan.more_problems", message: `${count - kept.length} more were found and are not listed` }];
}
