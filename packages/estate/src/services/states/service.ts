// The simulated Step Functions: machines whose executions end as a seed says.
import * as z from "zod";
import { seedRegion } from "../../seeding/seed-words.ts";
import { defineService, type ServiceErrors } from "../../service.ts";
import { sdkProtocol } from "../../wire/sdk-protocol.ts";
import { everywhere } from "../../world/everywhere.ts";
import { describeExecution, startExecution, stopExecution } from "./operations.ts";
import { machineExecutionKind, machineKind } from "./records.ts";

const errors: ServiceErrors = {
  invalidInput: "ValidationException",
  unknownAction: "UnknownOperationException",
  throttled: { code: "ThrottlingException", status: 400 },
  internal: { code: "InternalFailure", status: 500 },
};

const end = z.strictObject({
  status: z.enum(["SUCCEEDED", "FAILED", "TIMED_OUT"]).default("SUCCEEDED"),
  output: z.record(z.string(), z.unknown()).optional(),
  error: z.string().optional(),
  cause: z.string().optional(),
});

/** AWS Step Functions. */
export const states = defineService({
  service: "states",
  errors,
  wire: async () => {
    const module = await import("@aws-sdk/client-sfn");
    return sdkProtocol(module, module.SFNClient, errors);
  },
  operations: { DescribeExecution: describeExecution, StartExecution: startExecution, StopExecution: stopExecution },
  seed: {
    schema: z.strictObject({
      stateMachines: z
        .array(
          z.strictObject({
            arn: z.string().regex(/^arn:aws[\w-]*:states:[\w-]+:\d{12}:stateMachine:[\w-]+$/u, "expected the ARN of a state machine"),
            seconds: z.number().min(0).default(60),
            end: end.prefault({}),
            region: seedRegion,
          }),
        )
        .default([]),
    }),
    apply({ stateMachines }, { seeder, region: usual }) {
      for (const { arn, region = usual, ...rest } of stateMachines)
        seeder.add(machineKind, { service: "states", kind: "state-machine", region, id: arn, name: arn }, () => ({ arn, ...rest }));
    },
  },
  planResources: () => ({ seed: {} }),
  view: (world, { nowMs }) => ({
    executions: everywhere(world, machineExecutionKind).map(({ region, body: { arn, endMs, input } }) => ({
      region,
      arn,
      running: nowMs < endMs,
      input: JSON.parse(input) as unknown,
    })),
  }),
  quotas: {},
  durations: {},
  events: [],
});
