/** What is wrong with a plan, all of it at once, each with its place. */

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
  readonly problem: (path: Path, details: ProblemDetails) => void;
  readonly warn: (path: Path, details: ProblemDetails) => void;
  readonly problems: () => readonly PlanProblem[];
  readonly warnings: () => readonly PlanProblem[];
}

/** More than this is noise, and would not fit into a response of API Gateway (6 MB). */
const MAX_REPORTED = 500;

/** A report that finds lines by `locate` and shows paths as `toShownPath` says. Keeps the first 500 problems and says how many more there are. */
export function createProblemReport(locate: Locate, toShownPath: (path: Path) => Path): ProblemReport {
  const problems: PlanProblem[] = [];
  const warnings: PlanProblem[] = [];
  const counts = { problems: 0, warnings: 0 };
  const toProblem = (path: Path, { code, message, expected, at }: ProblemDetails): PlanProblem => ({
    path: toPathText(toShownPath(path)),
    ...locate(path, at),
    code,
    message,
    ...(expected === undefined ? {} : { expected }),
  });
  return {
    problem(path, details) {
      counts.problems += 1;
      if (problems.length < MAX_REPORTED) problems.push(toProblem(path, details));
    },
    warn(path, details) {
      counts.warnings += 1;
      if (warnings.length < MAX_REPORTED) warnings.push(toProblem(path, details));
    },
    problems: () => withRest(inReadingOrder(problems), counts.problems),
    warnings: () => withRest(inReadingOrder(warnings), counts.warnings),
  };
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

function withRest(kept: readonly PlanProblem[], count: number): readonly PlanProblem[] {
  if (count <= kept.length) return kept;
  return [...kept, { path: "", code: "plan.more_problems", message: `${count - kept.length} more were found and are not listed` }];
}
