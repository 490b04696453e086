// DescribeInstanceStatus.
import type { DescribeInstanceStatusResult } from "@aws-sdk/client-ec2";
import * as z from "zod";
import { readOperation } from "../../operation.ts";
import { ec2PageOf, instanceQuery, requireQuery } from "./ec2-input.ts";
import { findInstances } from "./find-instances.ts";
import { instanceStatusShape } from "./instance-shape.ts";
import { instanceStateAt } from "./instance-state.ts";

/** Lists running instances only, unless IncludeAllInstances says otherwise. */
export const describeInstanceStatus = readOperation({
  input: z.object({ ...instanceQuery, IncludeAllInstances: z.boolean().default(false) }),
  resources: ({ InstanceIds }) => InstanceIds,
  run: (query, call): DescribeInstanceStatusResult => {
    requireQuery(query);
    const shown = findInstances(call, query.InstanceIds, query.Filters).filter(
      (instance) => query.IncludeAllInstances || instanceStateAt(instance, call.nowMs) === "running",
    );
    const { items, nextToken } = ec2PageOf(shown, query);
    return {
      InstanceStatuses: items.map((instance) => instanceStatusShape(instance, call.nowMs)),
      ...(nextToken !== undefined && { NextToken: nextToken }),
    };
  },
  withStatus: (output, status) => ({
    ...output,
    InstanceStatuses: output.InstanceStatuses?.map((instance) => ({
      ...instance,
      InstanceStatus: { Status: status },
      SystemStatus: { Status: status },
    })),
  }),
});
