/** Small manifests for tests. */
import type { FunctionManifest, ServiceManifest } from "@dr/runtime";
import type { Account } from "../src/model/arns.ts";

export const account: Account = { partition: "aws", region: "eu-west-1", accountId: "111122223333", dnsSuffix: "amazonaws.com" };

/** A function that nothing starts and that may do nothing. */
export function aFunction(changes: Partial<FunctionManifest> = {}): FunctionManifest {
  return {
    name: "sample",
    description: "A sample",
    entry: "src/handlers/sample.ts",
    trigger: { kind: "invoke" },
    timeoutSeconds: 20,
    memoryMb: 256,
    environment: {},
    iam: [],
    ...changes,
  };
}

/** A service of one queue and one function on it. */
export function aService(changes: Partial<ServiceManifest> = {}): ServiceManifest {
  return {
    service: "sampler",
    tables: [],
    queues: [{ name: "jobs", maxReceives: 4, retentionDays: 2 }],
    functions: [aFunction({ trigger: { kind: "queue", queue: "jobs", subscriptions: [], batchSize: 5, maxConcurrency: 3 } })],
    ...changes,
  };
}
