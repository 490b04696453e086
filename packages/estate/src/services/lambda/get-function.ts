// GetFunction: what a function is, for checks before it is called.
import type { GetFunctionResponse } from "@aws-sdk/client-lambda";
import * as z from "zod";
import { readOperation } from "../../operation.ts";
import { requireFunction } from "./invoke.ts";
import { functionName } from "./records.ts";

/** The function's configuration. */
export const getFunction = readOperation({
  input: z.object({ FunctionName: z.string().min(1).max(256), Qualifier: z.string().optional() }),
  resources: ({ FunctionName }) => [functionName(FunctionName)],
  run: ({ FunctionName }, { world, region, accountId }): GetFunctionResponse => {
    const { name, timeoutSeconds, memoryMb } = requireFunction(world, region, accountId, FunctionName);
    return {
      Configuration: {
        FunctionName: name,
        FunctionArn: `arn:aws:lambda:${region}:${accountId}:function:${name}`,
        Runtime: "nodejs24.x",
        Timeout: timeoutSeconds,
        MemorySize: memoryMb,
        State: "Active",
        LastUpdateStatus: "Successful",
        Version: "$LATEST",
      },
      Tags: { "dr:simulated": "true" },
    };
  },
  withStatus: (output, status) => ({ ...output, Configuration: { ...output.Configuration, State: status } }),
});
