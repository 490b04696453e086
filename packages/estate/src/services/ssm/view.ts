// The simulated Systems Manager as people see it.
import { everywhere } from "../../world/everywhere.ts";
import type { WorldView } from "../../world/world.ts";
import { automationAt, automationKind } from "./automation-records.ts";
import { commandAt } from "./invocation-state.ts";
import { parameterKind } from "./records.ts";
import { commandKind, nodeKind } from "./run-command-records.ts";

/** Parameters without their values, nodes, commands and automations with their status. */
export const ssmView = (world: WorldView, { nowMs }: { readonly nowMs: number }) => ({
  parameters: everywhere(world, parameterKind).map(({ region, body: { name, type, version } }) => ({ region, name, type, version })),
  nodes: everywhere(world, nodeKind).map(({ region, body }) => ({ region, ...body })),
  commands: everywhere(world, commandKind).map(({ region, body }) => ({
    region,
    commandId: body.commandId,
    document: body.documentName,
    comment: body.comment,
    status: commandAt(body, nowMs).status,
    nodes: body.invocations.map(({ instanceId }) => instanceId),
  })),
  automations: everywhere(world, automationKind).map(({ region, body }) => ({
    region,
    executionId: body.executionId,
    document: body.documentName,
    status: automationAt(body, nowMs),
  })),
});
