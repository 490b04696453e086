/** What an unknown key of a plan is: a slip in something that decides safety, which is an error, or a note, which is a warning. */
import { didYouMean, nearestName, plainName } from "@dr/events";
import { headerFields, headerIgnored, nestedFields, shortFormFields, technologyFields, waveFields } from "./plan-fields.ts";
import type { Path, ProblemReport } from "./problems.ts";

/** Where a key may stand. */
const PLACES: readonly (readonly [string, readonly string[]])[] = [
  ["the plan", Object.keys(headerFields)],
  ["a wave", [...Object.keys(waveFields), "technologies", ...Object.keys(shortFormFields)]],
  ["a technology", Object.keys(technologyFields)],
  ["the request that starts an execution", ["executionType", "mode"]],
];
const EVERY_NAME: ReadonlySet<string> = new Set(PLACES.flatMap(([, names]) => names));

/** Names that only describe: to lose one changes nothing that runs. */
const DESCRIPTIVE: ReadonlySet<string> = new Set(["name", "description", "tags", ...headerIgnored]);

/** Words that a person writes who wants a gate, a limit or a policy. A key with one of them is never passed over. */
const SAFETY_WORD =
  /^(?:paus|approv|fail|errors?$|ignor|skip|halt|hold$|force|timeout|retr[yi]|depend|gates?$|polic|modes?$|rollback|expir|declin|manual|drill|heartbeat|attempt|abort|confirm|preempt|replace)/;

/** Unknown keys of one object that are looked at one by one; so many are no slips. */
const MAX_UNKNOWN = 200;

/**
 * Reports the keys of `raw` that have no meaning there. One is an error (`plan.unknown_field`) if it resembles a key that decides what runs, when, or
 * who is asked, or is such a key in the wrong place; a warning otherwise. More than 200 in one object are an error as a whole.
 */
export function reportUnknownKeys(
  report: ProblemReport,
  raw: Readonly<Record<string, unknown>>,
  path: Path,
  known: readonly string[],
): void {
  const names = new Set(known);
  const unknown = Object.keys(raw).filter((key) => !names.has(key) && raw[key] !== undefined);
  for (const key of unknown.slice(0, MAX_UNKNOWN)) reportUnknownKey(report, [...path, key], { known, value: raw[key] });
  if (unknown.length <= MAX_UNKNOWN) return;
  const message = `${unknown.length} keys have no meaning here; the first ${MAX_UNKNOWN} are named`;
  report.problem(path, { code: "plan.unknown_field", message, expected: `at most ${MAX_UNKNOWN} unknown keys` });
}

function reportUnknownKey(report: ProblemReport, path: Path, { known, value }: Unknown): void {
  const key = String(path.at(-1));
  const hint = report.hint(() => policyIn(path, value, known) ?? hintFor(key, known));
  if (hint === "exhausted") {
    report.problem(path, { code: "plan.unknown_field", message: `\`${key}\` has no meaning here`, expected: "a known field", at: "key" });
  } else if (hint.decides) {
    const message = `\`${key}\` has no meaning here${hint.text}`;
    report.problem(path, { code: "plan.unknown_field", message, expected: hint.expected, at: "key" });
  } else {
    report.warn(path, { code: "plan.unknown_field", message: `\`${key}\` has no meaning here and is ignored${hint.text}`, at: "key" });
  }
}

/** A key without a meaning: what might have been meant there, and what it holds. */
interface Unknown {
  readonly known: readonly string[];
  readonly value: unknown;
}

/** In YAML that key merges, unless it is quoted; in JSON it never does. Nobody calls anything so. */
const MERGE_KEY = "<<";

/**
 * A merge that does not merge, or what holds the members of a policy (`retires: { maxAttempts: 1 }`), whatever it is called. At the top of a plan such
 * a map may be what anchors stand on.
 */
function policyIn(path: Path, value: unknown, known: readonly string[]): Hint | undefined {
  if (path.at(-1) === MERGE_KEY)
    return { decides: true, text: ": it merges nothing here", expected: "<< without quotes, in YAML, or the keys themselves" };
  if (path.length === 1 || typeof value !== "object" || value === null) return undefined;
  const members = Object.keys(value).slice(0, MAX_UNKNOWN);
  const policy = known.find((name) => nestedFields.get(name)?.some((field) => members.includes(field)) === true);
  return policy === undefined ? undefined : { decides: true, text: didYouMean(policy), expected: policy };
}

interface Hint {
  readonly decides: boolean;
  readonly text: string;
  readonly expected: string;
}

function hintFor(key: string, known: readonly string[]): Hint {
  const here = nearestName(key, known);
  if (here !== undefined) return { decides: !DESCRIPTIVE.has(here), text: didYouMean(here), expected: here };
  const elsewhere = nearestName(key, EVERY_NAME);
  // Of a short name that belongs elsewhere, other short words are no slips.
  if (elsewhere !== undefined && !DESCRIPTIVE.has(elsewhere) && (elsewhere.length > 4 || plainName(key) === elsewhere)) {
    const places = PLACES.filter(([, names]) => names.includes(elsewhere)).map(([place]) => place);
    const text = `; \`${elsewhere}\` belongs to ${places.join(", or to ")}`;
    return { decides: true, text, expected: `${elsewhere} in ${places.join(" or ")}` };
  }
  const decides = hasSafetyWord(key);
  return { decides, text: decides ? ", and reads as if it decided something" : "", expected: "a known field" };
}

/** True for a name with a word in it that stands for a gate, a limit or a policy. */
function hasSafetyWord(key: string): boolean {
  return wordsOf(key).some((word) => SAFETY_WORD.test(word));
}

/** `onFailureRetry_count` → `on failure retry count`, as a list. */
function wordsOf(name: string): readonly string[] {
  return name
    .slice(0, 200)
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}
