/** What each function may weigh: the one place where that is written. */

/** KiB that a cold start may read, minified as deployed, and all that is uploaded. */
export const START_KIB = 600;
export const UPLOAD_KIB = 1_100;

/** Functions that may weigh more, and why. */
const EC2 =
  "the client of EC2 alone is 550 KiB, for its schemas come as one file; like all clients of an adapter it is loaded with its first call";
const EC2_AND_DEFAULTS = `${EC2}; the client of Systems Manager reads the defaults of an environment`;
const INFRA = `${EC2_AND_DEFAULTS}; nine services have a client of their own here, CloudFormation's the last of them, and health checks of Route 53 are another 20 KiB of its client`;
const TDS = "the T-SQL driver is uploaded and loaded with the first statement";
const DISCOVERY = "discovery's clients (EC2, RDS, DRS, tagging) are uploaded and loaded only when tags are resolved";
const SENDER =
  "undici (half a megabyte) is uploaded and loaded with the first request that goes out, the client of Lambda with the first question to the API";
const LARGER: Readonly<Record<string, { readonly startKib?: number; readonly uploadKib: number; readonly why: string }>> = {
  "dr-api-http": {
    startKib: 700,
    uploadKib: 2_185,
    why: `what a start itself needs is 575 KiB: the rules of executions (85), every route's rule (24), zod and one client; allowed Regions, the list of receivers and single calls with gates added 6 in all, what a schema finds wrong in our words 3, bounds for whatever a refusal tells 1. The rest is a spill of what is loaded later, since esbuild moves a file into the start as soon as both sides reach its package's index: protocols of later clients (40 KiB) and zod's reader of JSON Schemas, by which tasks are checked (42). What is said of each refusal (10 KiB) is loaded by the first one. Loading executions later as well would fit the number and make every first request slower; ${DISCOVERY}`,
  },
  "dr-adapter-drs-queries": { uploadKib: 1_400, why: EC2 },
  "dr-adapter-drs-tasks": { uploadKib: 1_600, why: EC2 },
  "dr-adapter-infra-queries": { uploadKib: 1_520, why: INFRA },
  "dr-adapter-infra-tasks": { uploadKib: 1_650, why: INFRA },
  "dr-adapter-sql-always-on-queries": { uploadKib: 2_300, why: TDS },
  "dr-adapter-sql-always-on-tasks": { uploadKib: 2_300, why: TDS },
  "dr-adapter-storage-queries": { uploadKib: 1_250, why: EC2 },
  "dr-adapter-storage-tasks": { uploadKib: 1_400, why: EC2 },
  "dr-planner-facts": { uploadKib: 1_450, why: DISCOVERY },
  "dr-planner-log": { uploadKib: 1_450, why: DISCOVERY },
  "dr-planner-projector": { uploadKib: 1_450, why: DISCOVERY },
  "dr-planner-reconcile": { uploadKib: 1_450, why: DISCOVERY },
  "dr-planner-sweep": { uploadKib: 1_450, why: DISCOVERY },
  "dr-connectors-send": { uploadKib: 1_200, why: SENDER },
  "dr-itsm-send": { uploadKib: 1_200, why: SENDER },
  "dr-webhooks-send": { uploadKib: 1_150, why: SENDER },
};

/** A function's weight in bytes. */
export interface Weight {
  readonly name: string;
  readonly bytes: number;
  readonly startBytes: number;
}

/** What is wrong with the weight of one function; empty if it keeps its budget, and uses the larger one if it was given one. */
export function overBudget({ name, bytes, startBytes }: Weight, larger = LARGER): readonly string[] {
  const { startKib = START_KIB, uploadKib = UPLOAD_KIB } = larger[name] ?? {};
  const over = (what: string, actual: number, kib: number) =>
    actual > kib * 1024
      ? [
          `${what} ${Math.ceil(actual / 1024)} KiB, its budget is ${kib}: load what is needed later by \`await import\`, or say why in stacks/synth/budget.ts`,
        ]
      : [];
  const unused =
    larger[name] && startBytes <= START_KIB * 1024 && bytes <= UPLOAD_KIB * 1024 ? ["it needs no larger budget: remove the exception"] : [];
  return [...over("a cold start reads", startBytes, startKib), ...over("it is", bytes, uploadKib), ...unused];
}
