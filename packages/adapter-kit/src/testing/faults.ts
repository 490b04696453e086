/** Faults between an adapter and what it acts on: put around any client port, chosen call by call. */
import type { Clock } from "@dr/runtime";

/** What goes wrong with a mutation: refused for now, lost on its way, or accepted with the answer lost in one of two ways. */
export type MutationFault = "throttled" | "lost" | "error_500_after_accept" | "reset_after_accept";

/** The faults of one run. Each list is used up from its start, one entry for each call. */
export interface FaultPlan {
  readonly mutations?: readonly (MutationFault | "none")[];
  /** The first reads are throttled. */
  readonly throttledReads?: number;
  /** For this long after a mutation a read that was made before answers as it did then. */
  readonly staleReadsForMs?: number;
}

/** Runs around every call of every port: where a worker can die or sleep. */
export type Gate = (call: string, when: "before" | "after") => Promise<void>;

/** Wraps a port so that its calls pass the gate and suffer the faults. `mutations` are the names of the methods that change the world. */
export type WrapPort = <Port extends object>(port: Port) => Port;

/** Makes the wrapper of one run. */
export function createFaults(plan: FaultPlan, mutations: readonly string[], clock: Clock): (gate: Gate) => WrapPort {
  const planned = [...(plan.mutations ?? [])];
  let throttledReads = plan.throttledReads ?? 0;
  let mutatedAtMs = Number.NEGATIVE_INFINITY;
  const remembered = new Map<string, unknown>();

  const mutate = async (call: () => Promise<unknown>): Promise<unknown> => {
    const fault = planned.shift() ?? "none";
    if (fault === "throttled") throw awsError("ThrottlingException", 400);
    if (fault === "lost") throw reset();
    mutatedAtMs = clock.nowMs();
    const answer = await call();
    if (fault === "error_500_after_accept") throw awsError("InternalFailure", 500);
    if (fault === "reset_after_accept") throw reset();
    return answer;
  };
  const read = async (key: string, call: () => Promise<unknown>): Promise<unknown> => {
    if (throttledReads > 0) {
      throttledReads -= 1;
      throw awsError("Throttling", 400);
    }
    const stale = clock.nowMs() - mutatedAtMs < (plan.staleReadsForMs ?? 0);
    if (stale && remembered.has(key)) return structuredClone(remembered.get(key));
    const answer = await call();
    if (!stale) remembered.set(key, structuredClone(answer));
    return answer;
  };

  return (gate) => (port) =>
    new Proxy(port, {
      get: (target, name, receiver) => {
        const method: unknown = Reflect.get(target, name, receiver);
        if (typeof method !== "function" || typeof name !== "string") return method;
        return async (...args: unknown[]) => {
          await gate(name, "before");
          const call = async (): Promise<unknown> => (await Reflect.apply(method, target, args)) as unknown;
          const answer = await (mutations.includes(name) ? mutate(call) : read(`${name}(${JSON.stringify(args)})`, call));
          await gate(name, "after");
          return answer;
        };
      },
    });
}

function reset(): Error {
  return Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
}

/** An error as the SDK throws it. */
export function awsError(name: string, httpStatusCode: number): Error {
  return Object.assign(new Error(`${name} (made up)`), { name, $metadata: { httpStatusCode } });
}
