/** An adapter: a technology, its operations, and how its clients are made. */
import { DrError } from "@dr/events";
import type { FunctionEnv } from "@dr/runtime";
import type { EndedOperation } from "./metrics/ended-operation.ts";
import type { EmfLine } from "./metrics/operation-metrics.ts";
import { drillProblem } from "./drill.ts";
import type { Operation } from "./operation.ts";
import type { Query } from "./query.ts";
import type { Echo } from "./task/echo.ts";

/** Everything that the kit needs to run the tasks of one technology. */
export interface Adapter<Clients> {
  /** Name as plans spell it, `^[a-z0-9_]+$`: part of the queue's, the table's and the event source's name. */
  readonly technology: string;
  readonly version: string;
  readonly operations: Readonly<Record<string, Operation<Clients>>>;
  /** What the adapter can be asked without changing anything, by name: `clusters`, `servers`. `readiness` is answered by the kit. */
  readonly queries?: Readonly<Record<string, Query<Clients>>>;
  /** What CloudWatch is told beside the kit's own lines when an operation that did something has ended. */
  readonly metrics?: (ended: EndedOperation) => readonly EmfLine[];
  /** What systems that do not know our events are told when a task begins or ends. */
  readonly echo?: Echo;
  /** Makes the client ports from the function's environment. Called once per process. */
  readonly createClients: (env: FunctionEnv) => Clients;
}

/** Checks an adapter while it loads, so that a mistake fails the deployment and not the first disaster. Throws `adapter.invalid`. */
export function defineAdapter<Clients>(adapter: Adapter<Clients>): Adapter<Clients> {
  if (!/^[a-z0-9_]+$/.test(adapter.technology))
    throw new DrError("adapter.invalid", `technology "${adapter.technology}": expected ^[a-z0-9_]+$`);
  const names = Object.keys(adapter.operations);
  if (names.length === 0) throw new DrError("adapter.invalid", `${adapter.technology}: no operation`);
  for (const [name, operation] of Object.entries(adapter.operations)) checkOperation(`${adapter.technology}.${name}`, operation);
  const taken = ["queries", "input", "readiness"].find((name) => adapter.queries && name in adapter.queries);
  if (taken !== undefined) throw new DrError("adapter.invalid", `${adapter.technology}: the query "${taken}" is the kit's own`);
  return adapter;
}

function checkOperation<Clients>(name: string, operation: Operation<Clients>): void {
  if (operation.pollSeconds <= 0) throw new DrError("adapter.invalid", `${name}: pollSeconds must be positive`);
  if (operation.reversibility !== "irreversible" && !operation.rollback) {
    throw new DrError("adapter.invalid", `${name}: declared ${operation.reversibility} but has no rollback`);
  }
  const problem = drillProblem(operation.drill, operation.cleanup !== undefined);
  if (problem !== undefined) throw new DrError("adapter.invalid", `${name} ${problem}`);
}
