/** What each function may weigh: the one place where that is written. */

/** KiB that a cold start may read, minified as deployed, and all that is uploaded. */
export const START_KIB = 600;
export const UPLOAD_KIB = 1_100;

/** Functions of which more is uploaded, and why. What a cold start reads has no exceptions. */
const EC2 =
  "the client of EC2 alone is 550 KiB, for its schemas come as one file; like all clients of an adapter it is loaded with its first call";
const EC2_AND_DEFAULTS = `${EC2}; the client of Systems Manager reads the defaults of an environment`;
const INFRA = `${EC2_AND_DEFAULTS}; nine services have a client of their own here, CloudFormation's the last of them, and health checks of Route 53 are another 20 KiB of its client`;
const TDS = "the T-SQL driver is uploaded and loaded with the first statement";
const DISCOVERY = "discovery's clients (EC2, RDS, DRS, tagging) are uploaded and loaded only when tags are resolved";
const SENDER =
  "undici (half a megabyte) is uploaded and loaded with the first request that goes out, the client of Lambda with the first question to the API";
const LARGER: Readonly<Record<string, { readonly uploadKib: number; readonly why: string }>> = {
  "dr-api-http": { uploadKib: 2_150, why: DISCOVERY },
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
  const { uploadKib = UPLOAD_KIB } = larger[name] ?? {};
  const over = (what: string, actual: number, kib: number) =>
    actual > kib * 1024
      ? [
          `${what} ${Math.ceil(actual / 1024)} KiB, its budget is ${kib}: load what is needed later by \`await import\`, or say why in stacks/synth/budget.ts`,
        ]
      : [];
  const unused = larger[name] && bytes <= UPLOAD_KIB * 1024 ? ["it needs no larger budget: remove the exception"] : [];
  return [...over("a cold start reads", startBytes, START_KIB), ...over("it is", bytes, uploadKib), ...unused];
}
