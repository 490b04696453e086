/** What may befall a worker at any await on the outside world: its process dies, or it stands still and wakes up when the world has moved on. */
import type { Gate } from "./faults.ts";

const CRASH = "SimulatedCrash";

/** At which gate (1 = the first of the run) one worker dies, or sleeps. */
export interface Mishap {
  readonly crashAtGate?: number;
  /** One worker dies right before the n-th call of this name, of all ports together. */
  readonly crashBefore?: { readonly call: string; readonly nth: number };
  readonly sleepAtGate?: number;
}

/** The mishaps of one run. */
export interface Mishaps {
  /** A new worker's gate. After its crash every further call of that worker fails, and `assertAlive` throws: a dead process does and acknowledges nothing. */
  readonly newWorker: () => { readonly gate: Gate; readonly assertAlive: () => void };
  readonly gates: () => number;
  readonly isCrash: (error: unknown) => boolean;
}

/**
 * One mishap at most befalls a run. `whileAsleep` is what the world does while a worker sleeps; none of the worker's own calls goes on meanwhile.
 * A worker does not fall asleep between its last look at the lease and the request itself: nothing short of a fencing token in the service could help there.
 */
export function createMishaps(
  { crashAtGate, crashBefore, sleepAtGate }: Mishap,
  mutations: readonly string[],
  whileAsleep: () => Promise<void>,
): Mishaps {
  let passed = 0;
  let called = 0;
  return {
    gates: () => passed,
    isCrash: (error) => error instanceof Error && error.name === CRASH,
    newWorker: () => {
      let dead = false;
      let asleep: Promise<void> | undefined;
      const assertAlive = (): void => {
        if (dead) throw Object.assign(new Error("the worker died"), { name: CRASH });
      };
      const gate: Gate = async (call, when) => {
        passed += 1;
        const isNamed = when === "before" && call === crashBefore?.call;
        if (isNamed) called += 1;
        dead ||= passed === crashAtGate || (isNamed && called === crashBefore.nth);
        assertAlive();
        if (passed === sleepAtGate && !(mutations.includes(call) && when === "before")) asleep = whileAsleep();
        await asleep;
      };
      return { gate, assertAlive };
    },
  };
}

/** The port with a gate before and after each of its calls. */
export function wrapWithGate<Port extends object>(port: Port, gate: Gate): Port {
  return new Proxy(port, {
    get: (target, name, receiver) => {
      const method: unknown = Reflect.get(target, name, receiver);
      if (typeof method !== "function" || typeof name !== "string") return method;
      return async (...args: unknown[]) => {
        await gate(name, "before");
        const answer = (await Reflect.apply(method, target, args)) as unknown;
        await gate(name, "after");
        return answer;
      };
    },
  });
}
