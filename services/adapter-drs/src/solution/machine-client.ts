/** The solution's state machine, read alone: started directly it would skip its checks and leave no history. */
import { DescribeExecutionCommand, SFNClient } from "@aws-sdk/client-sfn";
import { createClientPair } from "@dr/adapter-kit";
import type { FunctionEnv } from "@dr/runtime";
import type { MachineExecution } from "./machine-execution.ts";

/** Describes an execution by ARN; undefined if there is none, or none yet: the solution starts it after it has answered. */
export type DescribeMachine = (executionArn: string) => Promise<MachineExecution | undefined>;

/** On a client of Step Functions, in the machine's own Region. */
export function createMachineReader(env: FunctionEnv): DescribeMachine {
  return async (executionArn) => {
    const { read } = createClientPair(env, (config) => new SFNClient(config), executionArn.split(":")[3]);
    try {
      const {
        status = "RUNNING",
        startDate,
        stopDate,
        output,
        error,
        cause,
      } = await read.send(new DescribeExecutionCommand({ executionArn }));
      return { status, startedAt: startDate?.toISOString(), endedAt: stopDate?.toISOString(), output, error, cause };
    } catch (failure) {
      if (failure instanceof Error && failure.name === "ExecutionDoesNotExist") return undefined;
      throw failure;
    }
  };
}
