/** Regions in which tasks may act: held against a task before it begins, against a question about one, and against the adapter's own queries. */
import { refusedRegions, type Failure, type OperationSchemas, type TaskTarget } from "@dr/events";
import { toPathText } from "@dr/runtime";
import type * as z from "zod";
import { inputSchemaOf, inputSchemasOf } from "./input-schema.ts";
import type { Operation } from "./operation.ts";

interface Named {
  readonly resources: Readonly<Record<string, unknown>>;
  readonly config: Readonly<Record<string, unknown>>;
  readonly target?: TaskTarget | undefined;
}

/** Why a task may not act where it says: `task.region_not_allowed`, with each place. Undefined where nothing is said of Regions. */
export function regionRefusal(
  operation: Pick<Operation<never>, "resources" | "config">,
  task: Named,
  allowed: readonly string[] | undefined,
): Failure | undefined {
  if (allowed === undefined) return undefined;
  return refusal(inputSchemasOf(operation), task, allowed);
}

/** The same for a query: what it asks of is written in its input. */
export function queryRegionRefusal(
  input: z.ZodType,
  asked: { readonly input: Readonly<Record<string, unknown>>; readonly target?: TaskTarget | undefined },
  allowed: readonly string[] | undefined,
): Failure | undefined {
  if (allowed === undefined) return undefined;
  const schemas = { resourcesSchema: inputSchemaOf(input), configSchema: {} };
  return refusal(schemas, { resources: asked.input, config: {}, target: asked.target }, allowed, ([first, ...rest]) =>
    first === "resources" ? rest : [first ?? "", ...rest],
  );
}

type Path = readonly (string | number)[];

function refusal(
  schemas: OperationSchemas,
  task: Named,
  allowed: readonly string[],
  shown: (path: Path) => Path = (path) => path,
): Failure | undefined {
  const refused = refusedRegions(schemas, task, allowed);
  const [first] = refused;
  if (!first) return undefined;
  const places = refused.map(({ region, path }) => ({ region, path: toPathText(shown(path)) }));
  const message = `${places[0]?.path ?? ""}: ${first.message}`;
  return { code: "task.region_not_allowed", message, retryable: false, details: { places, expected: [...allowed] } };
}
