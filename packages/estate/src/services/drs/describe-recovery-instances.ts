// DescribeRecoveryInstances: recovery and drill instances that exist now.
import * as z from "zod";
import { readOperation } from "../../operation.ts";
import { drsPage, recoveryInstanceId, sourceServerId } from "./drs-input.ts";
import { drsPageOf } from "./drs-page.ts";
import { recoveryInstanceKind } from "./records.ts";
import { isListed, recoveryInstanceJson } from "./recovery-instance-state.ts";

const among = (wanted: readonly string[] | undefined, id: string): boolean =>
  wanted === undefined || wanted.length === 0 || wanted.includes(id);

/** DescribeRecoveryInstances by own id or by source server. */
export const describeRecoveryInstances = readOperation({
  input: z.looseObject({
    filters: z
      .looseObject({
        recoveryInstanceIDs: z.array(recoveryInstanceId).max(200).optional(),
        sourceServerIDs: z.array(sourceServerId).max(200).optional(),
      })
      .optional(),
    ...drsPage,
  }),
  resources: ({ filters }) => [...(filters?.recoveryInstanceIDs ?? []), ...(filters?.sourceServerIDs ?? [])],
  run: ({ filters, ...page }, { world, region, accountId, nowMs }) => {
    const instances = world
      .list(recoveryInstanceKind, region)
      .filter((instance) => isListed(instance, nowMs))
      .filter(
        (instance) =>
          among(filters?.recoveryInstanceIDs, instance.recoveryInstanceId) && among(filters?.sourceServerIDs, instance.sourceServerId),
      )
      .toSorted((a, b) => a.recoveryInstanceId.localeCompare(b.recoveryInstanceId));
    return drsPageOf(
      instances.map((instance) => recoveryInstanceJson(world, instance, accountId, nowMs)),
      page,
    );
  },
  withStatus: (output, status) => ({
    ...output,
    items: output.items.map((instance) => ({ ...instance, ec2InstanceState: status })),
  }),
});
