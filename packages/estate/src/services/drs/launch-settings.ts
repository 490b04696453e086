// GetLaunchConfiguration and ListLaunchActions: how a server is launched, and what would run on what was launched.
import * as z from "zod";
import { readOperation } from "../../operation.ts";
import { seededHex } from "../../seeded-choice.ts";
import { toUuid } from "../../to-uuid.ts";
import type { WorldView } from "../../world/world.ts";
import { notFound } from "./drs-errors.ts";
import { drsPage, sourceServerId } from "./drs-input.ts";
import { drsPageOf } from "./drs-page.ts";
import { launchTemplateIdOf, sourceServerKind, type SourceServerRecord } from "./records.ts";

const requireServer = (world: WorldView, region: string, id: string): SourceServerRecord => {
  const server = world.get(sourceServerKind, region, id);
  if (server === undefined) throw notFound(id, "SOURCE_SERVER");
  return server;
};

/** GetLaunchConfiguration of one server. */
export const getLaunchConfiguration = readOperation({
  input: z.looseObject({ sourceServerID: sourceServerId }),
  resources: ({ sourceServerID }) => [sourceServerID],
  run: ({ sourceServerID }, { world, region }) => {
    const { name, launchDisposition, postLaunchActions } = requireServer(world, region, sourceServerID);
    return {
      sourceServerID,
      name,
      ec2LaunchTemplateID: launchTemplateIdOf(sourceServerID),
      launchDisposition,
      targetInstanceTypeRightSizingMethod: "NONE",
      copyPrivateIp: false,
      copyTags: true,
      licensing: { osByol: false },
      postLaunchEnabled: postLaunchActions !== undefined,
    };
  },
});

/** ListLaunchActions of one server, in their order; DRS has none for an account's default here. */
export const listLaunchActions = readOperation({
  input: z.looseObject({ resourceId: sourceServerId, ...drsPage }),
  resources: ({ resourceId }) => [resourceId],
  run: ({ resourceId, ...page }, { world, region }) => {
    const { postLaunchActions = [] } = requireServer(world, region, resourceId);
    const items = postLaunchActions.map((action, index) => ({
      ...action,
      actionId: toUuid(seededHex(32, "drs.launch-action", resourceId, index)),
      actionVersion: "$DEFAULT",
      type: "SSM_COMMAND",
      order: 1001 + index,
      category: "OTHER",
      description: "simulated",
      parameters: {},
    }));
    return drsPageOf(items, page);
  },
});
