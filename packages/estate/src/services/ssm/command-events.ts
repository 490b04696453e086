// The EventBridge events of Run Command, with the members of the Systems Manager user guide.
import { NEVER_MS, toIso } from "../../estate-clock.ts";
import type { WriteCall } from "../../operation.ts";
import { commandAt, invocationAt } from "./invocation-state.ts";
import type { CommandRecord } from "./run-command-records.ts";

/** Detail types of Run Command. */
export const COMMAND_EVENTS = ["EC2 Command Status-change Notification", "EC2 Command Invocation Status-change Notification"] as const;

/** Announces the end on each node, and of the command with its last node. */
export const announceCommand = ({ region, accountId, announce }: WriteCall, command: CommandRecord): void => {
  const detail = {
    "command-id": command.commandId,
    "document-name": command.documentName,
    "requested-date-time": toIso(command.requestedMs),
    "expire-after": toIso(command.expiresMs),
  };
  const [ofCommand, ofInvocation] = COMMAND_EVENTS;
  for (const invocation of command.invocations) {
    if (invocation.endMs === NEVER_MS) continue;
    announce(invocation.endMs, {
      "detail-type": ofInvocation,
      source: "aws.ssm",
      region,
      resources: [`arn:aws:ec2:${region}:${accountId}:instance/${invocation.instanceId}`],
      detail: { ...detail, "instance-id": invocation.instanceId, status: invocationAt(invocation, invocation.endMs).status },
    });
  }
  const lastMs = Math.max(command.requestedMs, ...command.invocations.map(({ endMs }) => endMs));
  if (lastMs === NEVER_MS) return;
  announce(lastMs, {
    "detail-type": ofCommand,
    source: "aws.ssm",
    region,
    resources: [],
    detail: { ...detail, status: commandAt(command, lastMs).status },
  });
};
