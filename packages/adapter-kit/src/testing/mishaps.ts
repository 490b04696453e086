/** Crashes of a worker: a process that dies between two instructions, at any await on the outside world. */
import type { Gate } from "./faults.ts";

const CRASH = "SimulatedCrash";

/** The crashes of one run. */
export interface Crashes {
  /** A new worker's gate. After its crash every further call of that worker fails, and `assertAlive` throws: a dead process does and acknowledges nothing. */
  readonly newWorker: () => { readonly gate: Gate; readonly assertAlive: () => void };
  readonly gates: () => number;
  readonly isCrash: (error: unknown) => boolean;
}

/** Makes exactly one worker die, at gate `crashAtGate` (1 = the first of the run). A gate stands before and after each call of each port. */
export function createCrashes(crashAtGate: number | undefined): Crashes {
  let passed = 0;
  return {
    gates: () => passed,
    isCrash: (error) => error instanceof Error && error.name === CRASH,
    newWorker: () => {
      let dead = false;
      const assertAlive = (): void => {
        if (dead) throw Object.assign(new Error("the worker died"), { name: CRASH });
      };
      const gate = (): void => {
        passed += 1;
        dead ||= passed === crashAtGate;
        assertAlive();
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
        gate(name, "before");
        const answer = (await Reflect.apply(method, target, args)) as unknown;
        gate(name, "after");
        return answer;
      };
    },
  });
}
