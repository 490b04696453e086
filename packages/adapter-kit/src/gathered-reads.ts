/** Reads of single things that are asked for at the same moment, in one request: a wave over fifty clusters is fifty looks, and services throttle. */
import { gathered, inGroups, type Call } from "@dr/runtime";
import { classifyAwsError } from "./errors/classify.ts";
import type { ErrorClass } from "./errors/error-class.ts";

/** How things of one kind are read. */
export interface GatheredReads<Value> {
  /** One request for these names; what it does not find it leaves out. */
  readonly together: (names: readonly string[]) => Promise<ReadonlyMap<string, Value>>;
  /** One request for one name. What it says of a thing that is not there, or may not be read, is what counts. */
  readonly alone: (name: string) => Promise<Value>;
  /** As many names as one request takes. */
  readonly atMost: number;
}

/** Errors that say nothing about what was asked for: whoever asks again one by one would ask a service that is not well. */
const OF_THE_SERVICE: ReadonlySet<ErrorClass> = new Set(["THROTTLED", "TRANSIENT", "UNKNOWN_OUTCOME"]);

/**
 * A read by name. Those that are asked for before the process turns to what comes next go together; each is sent after it was asked for, so that nobody
 * is given what was read before. What is not found together, and all of it where such a request is refused (one name is malformed, rights are on some of
 * them alone), is read alone, with its own answer or error; then nothing is read together any more by this process.
 */
export function gatherReads<Value>({ together, alone, atMost }: GatheredReads<Value>): (name: string) => Promise<Value> {
  let isRefused = false;
  const noneIfRefused = (error: unknown): ReadonlyMap<string, Value> => {
    if (OF_THE_SERVICE.has(classifyAwsError(error).class)) throw error;
    isRefused = true;
    return new Map();
  };
  const readAll = async (asked: readonly Call<string, Value>[], names: readonly string[]): Promise<void> => {
    const found = names.length === 1 || isRefused ? new Map<string, Value>() : await together(names).catch(noneIfRefused);
    for (const name of names) {
      const value = found.get(name) ?? alone(name);
      for (const { input, answer } of asked) if (input === name) answer(value);
    }
  };
  return gathered<string, Value>(async (calls) => {
    const names = [...new Set(calls.map(({ input }) => input))];
    await Promise.all(
      inGroups(names, atMost).map((some) =>
        readAll(calls, some).catch((error: unknown) => {
          for (const { input, refuse } of calls) if (some.includes(input)) refuse(error);
        }),
      ),
    );
  });
}
