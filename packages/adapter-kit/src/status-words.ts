/** What the status words of a service mean for an effect. Services invent words; one that nobody listed is `unknown`, never an error. */

/** `serving`: it works, whatever else goes on; `passing`: it changes by itself; `lasting`: it stays so until somebody acts. */
export type Meaning = "serving" | "passing" | "lasting" | "unknown";

/** A word of a service and what it means. */
export interface StatusReading {
  readonly word: string;
  readonly meaning: Meaning;
  /** Code of the failure that a lasting word makes. */
  readonly code: string;
}

/** The words of one kind of resource. `passing` may stay empty: what is not listed is waited for all the same. */
export interface StatusVocabulary {
  /** Code of the failure that a lasting word makes, such as `database.unusable`. */
  readonly code: string;
  readonly serving: readonly string[];
  readonly passing?: readonly string[];
  readonly lasting: readonly string[];
}

/** Reads words of this vocabulary; upper and lower case are the same. */
export function statusWords({ code, serving, passing = [], lasting }: StatusVocabulary): (word: string) => StatusReading {
  const meanings = new Map<string, Meaning>([
    ...entries(serving, "serving"),
    ...entries(passing, "passing"),
    ...entries(lasting, "lasting"),
  ]);
  return (word) => ({ word, meaning: meanings.get(word.toLowerCase()) ?? "unknown", code });
}

const SEVERITY: readonly Meaning[] = ["serving", "unknown", "passing", "lasting"];

/** The reading that decides among several of one effect: the one that is furthest from serving. */
export function worstReading(readings: readonly StatusReading[]): StatusReading {
  const [first, ...rest] = readings;
  if (!first) return { word: "", meaning: "serving", code: "task.lasting_state" };
  return rest.reduce((worst, one) => (SEVERITY.indexOf(one.meaning) > SEVERITY.indexOf(worst.meaning) ? one : worst), first);
}

function entries(words: readonly string[], meaning: Meaning): readonly (readonly [string, Meaning])[] {
  return words.map((word) => [word.toLowerCase(), meaning]);
}
