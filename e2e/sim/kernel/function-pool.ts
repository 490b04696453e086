/** A Lambda function: processes that are started when needed, kept warm, and killed at their time limit. */
import { startProcess, type Kernel, type SimProcess } from "./process.ts";

/** What one invocation knows beside its event. */
export interface InvocationContext {
  readonly process: SimProcess;
  /** Milliseconds until the platform kills the process. */
  readonly remainingMs: () => number;
  /** Unique for this invocation. */
  readonly invocationId: string;
}

/** A function. `create` runs once per process, as the code outside of a handler does. */
export interface FunctionSpec<Event, Answer> {
  readonly name: string;
  readonly region: string;
  readonly timeoutMs: number;
  readonly maxConcurrency: number;
  readonly create: (process: SimProcess) => (event: Event, context: InvocationContext) => Promise<Answer>;
}

/** How an invocation ended. `died`: nobody knows what was done. */
export type InvocationOutcome<Answer> =
  | { readonly kind: "answered"; readonly answer: Answer }
  | { readonly kind: "failed"; readonly error: unknown }
  | { readonly kind: "died" };

/** A deployed function. */
export interface FunctionPool<Event, Answer> {
  readonly hasRoom: () => boolean;
  readonly invoke: (event: Event, onEnd: (outcome: InvocationOutcome<Answer>) => void) => void;
  readonly killAll: (why: string) => void;
  readonly running: () => number;
}

interface Warm<Event, Answer> {
  readonly process: SimProcess;
  readonly handle: (event: Event, context: InvocationContext) => Promise<Answer>;
  died: (() => void) | undefined;
}

/** Deploys a function. */
export function createFunctionPool<Event, Answer>(kernel: Kernel, spec: FunctionSpec<Event, Answer>): FunctionPool<Event, Answer> {
  const idle: Warm<Event, Answer>[] = [];
  const busy = new Set<Warm<Event, Answer>>();
  let started = 0;
  let invocations = 0;

  const start = (): Warm<Event, Answer> => {
    started += 1;
    const id = `${spec.region}-${spec.name}-${started}`;
    const own: { warm?: Warm<Event, Answer> } = {};
    const process = startProcess(kernel, {
      id,
      name: spec.name,
      region: spec.region,
      onDeath: () => own.warm?.died?.(),
    });
    const warm: Warm<Event, Answer> = { process, handle: spec.create(process), died: undefined };
    own.warm = warm;
    return warm;
  };

  /** Lambda prefers a warm process, and retires one now and then. */
  const take = (): Warm<Event, Answer> => {
    let warm = idle.pop();
    // It may have died meanwhile of a request that its last invocation left behind.
    while (warm?.process.isAlive() === false) warm = idle.pop();
    if (warm === undefined) return start();
    if (!kernel.latency.chance(0.05)) return warm;
    warm.process.kill("retired");
    return start();
  };

  return {
    hasRoom: () => busy.size < spec.maxConcurrency,
    running: () => busy.size,
    invoke: (event, onEnd) => {
      const warm = take();
      const { process } = warm;
      busy.add(warm);
      invocations += 1;
      const endsAtMs = kernel.scheduler.nowMs() + spec.timeoutMs;
      let ended = false;
      const end = (outcome: InvocationOutcome<Answer>): void => {
        if (ended) return;
        ended = true;
        warm.died = undefined;
        busy.delete(warm);
        if (process.isAlive()) idle.push(warm);
        onEnd(outcome);
      };
      warm.died = () => end({ kind: "died" });
      kernel.scheduler.after(spec.timeoutMs, () => {
        if (!ended) process.kill("timed out");
      });
      const remainingMs = (): number => endsAtMs - kernel.scheduler.nowMs();
      warm.handle(event, { process, remainingMs, invocationId: `${process.id}#${invocations}` }).then(
        (answer) => {
          if (process.isAlive()) end({ kind: "answered", answer });
        },
        (error: unknown) => {
          kernel.trace.note("failed", () => `${process.id}: ${String(error)}`);
          if (process.isAlive()) end({ kind: "failed", error });
        },
      );
    },
    killAll: (why) => {
      for (const warm of [...busy, ...idle.splice(0)]) warm.process.kill(why);
    },
  };
}
