// DescribeInstances.
import type { DescribeInstancesResult } from "@aws-sdk/client-ec2";
import * as z from "zod";
import { readOperation } from "../../operation.ts";
import { ec2PageOf, instanceQuery, requireQuery } from "./ec2-input.ts";
import { findInstances } from "./find-instances.ts";
import { instanceShape } from "./instance-shape.ts";

/** DescribeInstances: pending, running, stopped and terminated ones, the last for an hour. */
export const describeInstances = readOperation({
  input: z.object(instanceQuery),
  resources: ({ InstanceIds }) => InstanceIds,
  run: (query, call): DescribeInstancesResult => {
    requireQuery(query);
    const { items, nextToken } = ec2PageOf(findInstances(call, query.InstanceIds, query.Filters), query);
    return {
      Reservations: items.map((instance) => ({
        ReservationId: instance.reservationId,
        OwnerId: call.accountId,
        Groups: [],
        Instances: [instanceShape(instance, call.nowMs)],
      })),
      ...(nextToken !== undefined && { NextToken: nextToken }),
    };
  },
  withStatus: (output, status) => ({
    ...output,
    Reservations: output.Reservations?.map((reservation) => ({
      ...reservation,
      Instances: reservation.Instances?.map((instance) => ({ ...instance, State: { Code: 255, Name: status } })),
    })),
  }),
});
