/** What somebody is told, cut to what can travel: however much was found, an answer stays far below the 6 MB of Lambda. */

/** Characters of all texts and names together, a value counting for eight more. */
const MAX_CHARACTERS = 500_000;
/** Characters of one text. */
const MAX_TEXT = 4_000;
const VALUE = 8;

interface Budget {
  left: number;
}

/** A copy of JSON data within the bounds: long texts end with `…`, and what is beyond the budget, in the order in which it stands, is left out. */
export function bounded<T>(value: T): T {
  return cut(value, { left: MAX_CHARACTERS }) as T;
}

function cut(value: unknown, budget: Budget): unknown {
  budget.left -= VALUE;
  if (typeof value === "string") return cutText(value, budget);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const kept: unknown[] = [];
    for (const item of value) {
      if (budget.left <= 0) break;
      kept.push(cut(item, budget));
    }
    return kept;
  }
  const kept: [string, unknown][] = [];
  for (const [name, member] of Object.entries(value)) {
    if (budget.left <= 0) break;
    budget.left -= name.length;
    kept.push([name, cut(member, budget)]);
  }
  return Object.fromEntries(kept);
}

function cutText(text: string, budget: Budget): string {
  const kept = text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}…`.toWellFormed();
  budget.left -= kept.length;
  return kept;
}
