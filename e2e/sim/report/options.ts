/** The command line. */
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import type { Drill } from "../run/scenario.ts";

/** What is asked for. */
export interface SimOptions {
  readonly mode: "seeds" | "mutants" | "replay" | "help";
  readonly seeds: number;
  readonly from: number;
  readonly json: boolean;
  /** What befalls every seed, for sure. */
  readonly drill: Drill | undefined;
  readonly replay: number;
  readonly trace: boolean;
  readonly maxFaults: number | undefined;
  /** One mutant instead of all, or a bug to plant into a replay. */
  readonly mutant: string | undefined;
  readonly threads: number;
}

/** How the command is used. */
export const USAGE = `pnpm sim [--seeds N] [--from S] [--takeover | --partitions] [--json]   runs seeds; exit status 1 if an invariant breaks
pnpm sim --mutants [--mutant NAME] [--json]             plants bugs; exit status 1 if one survives 1,000 seeds
pnpm sim --replay S [--trace] [--max-faults K] [--takeover | --partitions] [--mutant NAME]   runs one seed again, byte for byte
  --threads T   worker threads (default: one for each core)`;

/** Reads the arguments. Throws an error that says what is wrong with them. */
export function parseOptions(args: readonly string[]): SimOptions {
  const { values } = parseArgs({
    args: args.filter((arg) => arg !== "--"),
    options: {
      seeds: { type: "string", default: "1000" },
      from: { type: "string", default: "1" },
      json: { type: "boolean", default: false },
      takeover: { type: "boolean", default: false },
      partitions: { type: "boolean", default: false },
      mutants: { type: "boolean", default: false },
      mutant: { type: "string" },
      replay: { type: "string" },
      trace: { type: "boolean", default: false },
      "max-faults": { type: "string" },
      threads: { type: "string", default: String(availableParallelism()) },
      help: { type: "boolean", default: false },
    },
  });
  const mode = values.help ? "help" : values.mutants ? "mutants" : values.replay === undefined ? "seeds" : "replay";
  return {
    mode,
    seeds: toCount("--seeds", values.seeds),
    from: toCount("--from", values.from),
    json: values.json,
    drill: values.partitions ? "partitions" : values.takeover ? "takeover" : undefined,
    replay: values.replay === undefined ? 0 : toCount("--replay", values.replay),
    trace: values.trace,
    maxFaults: values["max-faults"] === undefined ? undefined : toCount("--max-faults", values["max-faults"]),
    mutant: values.mutant,
    threads: Math.max(1, toCount("--threads", values.threads)),
  };
}

function toCount(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${name}: expected a whole number, got ${text}`);
  return Number(text);
}
