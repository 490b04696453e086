/** From a body that names one operation to the plan document of one wave with one task. */
import type { TechnologyEntry } from "@dr/domain";
import { DrError, didYouMean, nearestName } from "@dr/events";
import { singleOperationFields } from "@dr/routes";

type OperationEntry = TechnologyEntry["operations"][number];
type Members = Record<string, unknown>;

/** What is asked for, as far as it becomes a plan. */
export interface AskedOperation {
  readonly technology: string;
  readonly operation: OperationEntry;
  /** The body: the platform's members and, beside them, resources and settings. */
  readonly body: Members;
}

/** Resources and settings of a task. */
export interface NamedParts {
  readonly resources: Members;
  readonly config: Members;
}

/** Members of the body by what the operation's schemas call them. Throws `request.invalid`, with the nearest name, for what neither knows. */
export function splitBody({ technology, operation, body }: AskedOperation): NamedParts {
  const [inResources, inConfig] = [operation.resourcesSchema, operation.configSchema].map(namesIn) as [Names, Names];
  const resources: Members = { ...asObject(body["resources"]) };
  const config: Members = { ...asObject(body["config"]) };
  const unknown: string[] = [];
  for (const [name, value] of Object.entries(body)) {
    if (name in singleOperationFields.shape) continue;
    if (inResources.known.has(name)) resources[name] = value;
    else if (inConfig.known.has(name)) config[name] = value;
    else if (inConfig.open) config[name] = value;
    else unknown.push(name);
  }
  if (unknown.length > 0) throw unknownMembers(`${technology}.${operation.name}`, unknown, [...inResources.known, ...inConfig.known]);
  return { resources, config };
}

function unknownMembers(operation: string, unknown: readonly string[], known: readonly string[]): DrError {
  const names = [...new Set([...known, ...Object.keys(singleOperationFields.shape)])];
  const errors = unknown.slice(0, 50).map((name) => {
    const nearest = nearestName(name, names);
    return {
      path: name.slice(0, 100),
      code: "unrecognized_keys",
      message: `${operation} knows no \`${name.slice(0, 100)}\`${didYouMean(nearest)}`,
      expected: nearest ?? `one of ${names.join(", ")}`,
    };
  });
  throw new DrError("request.invalid", `${unknown.length} invalid value(s) in the body`, { details: { errors } });
}

interface Names {
  readonly known: ReadonlySet<string>;
  /** Anything else is taken, too. */
  readonly open: boolean;
}

/** Names of the members that a JSON Schema knows, also in its alternatives. */
function namesIn(schema: Readonly<Record<string, unknown>>): Names {
  const parts = ["anyOf", "oneOf", "allOf"].flatMap((key) =>
    Array.isArray(schema[key]) ? (schema[key] as Readonly<Record<string, unknown>>[]) : [],
  );
  const inner = parts.map(namesIn);
  const known = new Set([...Object.keys(asObject(schema["properties"])), ...inner.flatMap((each) => [...each.known])]);
  const isClosed = schema["additionalProperties"] === false || (parts.length > 0 && inner.every(({ open }) => !open));
  return { known, open: !isClosed };
}

function asObject(value: unknown): Members {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Members) : {};
}

/** Where problems of the document stand in the body: `waves[0].technologies[0].resources.clusters` is `clusters`. */
export function toBodyPath(path: string): string {
  return path.replace(/^waves\[0\]\.(?:technologies\[0\]\.)?/, "").replace(/^(?:resources|config)\.(?=.)/, "");
}
