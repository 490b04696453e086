/** The part of JSONPath that EventBridge knows: `$`, `.name`, `['name']`, `[0]`, `.*` and `[*]`. */
import { isJsonObject } from "../json/is-json-object.ts";

const WILDCARD = Symbol("*");
type Step = string | number | typeof WILDCARD;

/** Reads one path from an event; `undefined` if nothing is there. A path with a wildcard gives an array of what it finds. */
export type JsonPath = (event: unknown) => unknown;

const STEP = /\.(\*|[^.[\]\s]+)|\[(?:(\d+)|(\*)|'([^']*)'|"([^"]*)")\]/y;

function parseSteps(path: string): Step[] | undefined {
  if (!path.startsWith("$")) return undefined;
  const steps: Step[] = [];
  for (let position = 1; position < path.length; position = STEP.lastIndex) {
    STEP.lastIndex = position;
    const match = STEP.exec(path);
    if (match === null) return undefined;
    const [, name, index, star, singleQuoted, doubleQuoted] = match;
    if (name === "*" || star !== undefined) steps.push(WILDCARD);
    else steps.push(index === undefined ? (name ?? singleQuoted ?? doubleQuoted ?? "") : Number(index));
  }
  return steps;
}

function readStep(value: unknown, step: string | number): unknown {
  if (Array.isArray(value)) return typeof step === "number" ? (value[step] as unknown) : undefined;
  return isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

function toChildren(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  return isJsonObject(value) ? Object.values(value) : [];
}

/** Compiles a path, or gives `undefined` if EventBridge would not understand it. */
export function parseJsonPath(path: string): JsonPath | undefined {
  const steps = parseSteps(path);
  if (steps === undefined) return undefined;
  const hasWildcard = steps.includes(WILDCARD);
  return (event) => {
    const found = steps.reduce<unknown[]>(
      (values, step) =>
        step === WILDCARD
          ? values.flatMap(toChildren)
          : values.map((value) => readStep(value, step)).filter((value) => value !== undefined),
      [event],
    );
    return hasWildcard ? found : found[0];
  };
}
