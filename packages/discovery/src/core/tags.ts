/** Tags, and filters on them: AND across keys, OR in values, wildcards. */

/** Tags of one thing, by key. Keys and values compare letter by letter, as AWS compares them. */
export type Tags = Readonly<Record<string, string>>;

/** What somebody looks for: each key with one value or any of several. `*` stands for any letters, `?` for one, `\` takes the meaning from the next. */
export type TagFilters = Readonly<Record<string, string | readonly string[]>>;

/** True if `tags` have every key of the filters, with one of its values. A filter without values fits nothing. */
export function matchesFilters(tags: Tags, filters: TagFilters): boolean {
  return Object.entries(filters).every(([key, wanted]) => {
    const value = Object.hasOwn(tags, key) ? tags[key] : undefined;
    return value !== undefined && [wanted].flat().some((pattern) => matchesPattern(value, pattern));
  });
}

/**
 * True if the whole text fits the pattern. Walks once and goes back to the last `*` only, so that no pattern can make it slow: texts and patterns of
 * 256 letters cost at most 65,536 steps.
 */
export function matchesPattern(text: string, pattern: string): boolean {
  const steps = stepsOf(pattern);
  const letters = [...text];
  let [at, step] = [0, 0];
  let star: { readonly step: number; at: number } | undefined;
  while (at < letters.length) {
    const current = steps[step];
    if (current === "any") {
      star = { step, at };
      step += 1;
    } else if (current !== undefined && (current === "one" || current.letter === letters[at])) {
      at += 1;
      step += 1;
    } else if (star) {
      star.at += 1;
      at = star.at;
      step = star.step + 1;
    } else return false;
  }
  return steps.slice(step).every((left) => left === "any");
}

type Step = "any" | "one" | { readonly letter: string };

function stepsOf(pattern: string): readonly Step[] {
  const letters = [...pattern];
  const steps: Step[] = [];
  for (let index = 0; index < letters.length; index += 1) {
    const letter = letters[index] ?? "";
    if (letter === "\\" && index + 1 < letters.length) {
      index += 1;
      steps.push({ letter: letters[index] ?? "" });
    } else steps.push(letter === "*" ? "any" : letter === "?" ? "one" : { letter });
  }
  return steps;
}
