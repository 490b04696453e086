// The launch template of a source server, which stands in EC2.
import type { WorldChange } from "../../world/world.ts";
import { launchTemplateKind, SIMULATED_IMAGE, SIMULATED_SUBNET } from "../ec2/records.ts";
import { launchTemplateIdOf } from "./records.ts";

/** Where a server is to be launched into. */
export type LaunchNetwork = { readonly subnetId: string; readonly securityGroupIds: readonly string[] };

const USUAL: LaunchNetwork = { subnetId: SIMULATED_SUBNET, securityGroupIds: [] };

/** The launch template that DRS makes for a server: part of the server, so no line of the report. */
export const provideTemplate = (world: WorldChange, region: string, sourceServerId: string, network: LaunchNetwork = USUAL): void => {
  const templateId = launchTemplateIdOf(sourceServerId);
  if (world.get(launchTemplateKind, region, templateId) !== undefined) return;
  world.put(launchTemplateKind, region, templateId, {
    templateId,
    name: templateId,
    latestVersion: 1,
    defaultVersion: 1,
    imageId: SIMULATED_IMAGE,
    instanceType: "m6i.large",
    ...network,
    tags: {},
  });
};
