/** The spellings of a plan document around its content: wrapped, bare, a list of waves, waves to add. */
import { toPlanDocument } from "./document.ts";
import { isRecord } from "./fields.ts";
import type { Plan } from "./plan.ts";
import type { Path } from "./problems.ts";

/** The content in the one spelling that is read on, and how its paths translate. */
export interface Spelling {
  readonly content: unknown;
  /** Keys of the source that are no part of the content, and must not be passed over. */
  readonly unread: readonly string[];
  /** Path in the source text, for line and column. */
  readonly toSourcePath: (path: Path) => Path;
  /** Path as its author knows it. */
  readonly toShownPath: (path: Path) => Path;
}

const WRAPPER = "enterpriseRecoveryPlan";
const same = (path: Path): Path => path;

/** A whole plan: out of its wrapper, a bare list of waves made a plan, with the id and name that the caller knows. */
export function unwrap(raw: unknown, { planId, name }: { readonly planId?: string; readonly name?: string }): Spelling {
  const wrapped = isRecord(raw) && isRecord(raw[WRAPPER]) && Object.keys(raw).length === 1;
  const content = wrapped ? raw[WRAPPER] : raw;
  const given = { ...(planId === undefined ? {} : { planId }), ...(name === undefined ? {} : { name }) };
  if (Array.isArray(content)) {
    const toList = (path: Path): Path => [...(wrapped ? [WRAPPER] : []), ...(path[0] === "waves" ? path.slice(1) : path)];
    return { content: { ...given, waves: content }, unread: [], toSourcePath: toList, toShownPath: same };
  }
  const toSourcePath = (path: Path): Path => (wrapped ? [WRAPPER, ...path] : path);
  return { content: isRecord(content) ? { ...given, ...content } : content, unread: [], toSourcePath, toShownPath: same };
}

/** The plan with the waves of `raw` after its own: one wave, a list of waves, or an object that holds `waves`. */
export function addTo(plan: Plan, raw: unknown): Spelling {
  const document = toPlanDocument(plan);
  const inObject = isRecord(raw) && "waves" in raw;
  const added: unknown = inObject ? raw["waves"] : raw;
  const list: readonly unknown[] = Array.isArray(added) ? added : [added];
  const own = document.waves.length;
  const unread = inObject ? Object.keys(raw).filter((key) => key !== "waves" && raw[key] !== undefined) : [];
  const isUnread = (path: Path): boolean => path.length === 1 && unread.includes(String(path[0]));
  const toShownPath = (path: Path): Path => {
    const [first, index, ...rest] = path;
    if (isUnread(path)) return path;
    if (first !== "waves" || typeof index !== "number")
      return ["plan", ...(first === undefined ? [] : [first]), ...(index === undefined ? [] : [index]), ...rest];
    return index >= own ? ["waves", index - own, ...rest] : ["plan", "waves", index, ...rest];
  };
  const toSourcePath = (path: Path): Path => {
    if (isUnread(path)) return path;
    const [first, , ...rest] = toShownPath(path);
    if (first !== "waves") return [];
    const steps = Array.isArray(added) ? toShownPath(path).slice(1) : rest;
    return inObject ? ["waves", ...steps] : steps;
  };
  return { content: { ...document, waves: [...document.waves, ...list] }, unread, toSourcePath, toShownPath };
}
