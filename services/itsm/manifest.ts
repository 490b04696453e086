/** What the service of change tickets needs from its platform. Plain data. */
import { senderManifest } from "@dr/delivery/sender-manifest";
import { EXTERNAL_API_SECRETS } from "@dr/delivery/senders";
import { deliveryLaneTable, deliveryRecordTable, outboxEventTable, receiverTable } from "@dr/delivery/tables";
import type { FunctionManifest, IamIntent, ServiceManifest } from "@dr/runtime";
import { changeTable } from "./src/table.ts";

const API_FUNCTION = "dr-api-http";
const VENDORS = ["servicenow", "bmc"];

const asksApi: IamIntent = {
  actions: ["lambda:InvokeFunction"],
  arns: ["arn:${partition}:lambda:${region}:${account}:function:" + API_FUNCTION],
};

const { queue, send, alarms } = senderManifest({
  service: "itsm",
  description: "Files changes for approvals that are waited for, and notes on them what happens",
  secrets: VENDORS,
  environment: { DR_API_FUNCTION: { value: API_FUNCTION } },
  iam: [{ table: changeTable.name, actions: ["dynamodb:Query", "dynamodb:PutItem", "dynamodb:DeleteItem"] }, asksApi],
});

const follow: FunctionManifest = {
  name: "dr-itsm-follow",
  description: "Reads the changes that are waited for: an approved one approves, a rejected or edited one takes it back",
  entry: "src/handlers/follow.ts",
  trigger: { kind: "schedule", everySeconds: 60, localEverySeconds: 3 },
  timeoutSeconds: 55,
  memoryMb: 512,
  environment: {
    DR_OUTBOX_TABLE: { table: outboxEventTable.name },
    DR_LANE_TABLE: { table: deliveryLaneTable.name },
    DR_RECORD_TABLE: { table: deliveryRecordTable.name },
    DR_RECEIVER_TABLE: { table: receiverTable.name },
    DR_API_FUNCTION: { value: API_FUNCTION },
    DR_EXTERNAL_API_SECRETS: { value: EXTERNAL_API_SECRETS },
  },
  iam: [
    { table: changeTable.name, actions: ["dynamodb:Query", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"] },
    { table: receiverTable.name, actions: ["dynamodb:GetItem", "dynamodb:Scan"] },
    asksApi,
    {
      actions: ["secretsmanager:GetSecretValue"],
      arns: VENDORS.map(
        (vendor) => `arn:\${partition}:secretsmanager:\${region}:\${account}:secret:${EXTERNAL_API_SECRETS}/${vendor}-??????`,
      ),
    },
  ],
};

/** The service of change tickets. */
export const manifest: ServiceManifest = {
  service: "itsm",
  tables: [changeTable],
  queues: [queue],
  functions: [send, follow],
  alarms: [
    ...alarms,
    { metric: "ChangeUnread", description: "A change cannot be read: what waits for it goes on waiting.", runbook: "change-unread" },
    {
      metric: "ChangeRevoked",
      description: "A change that a recovery stood on was rejected, cancelled or edited.",
      runbook: "change-revoked",
    },
    {
      metric: "ChangeApproverUnknown",
      description: "A change was approved by nobody who is known here.",
      runbook: "change-approver-unknown",
    },
    {
      metric: "ChangeStartUnknown",
      description: "An approved change may have started its plan or not, and is not asked to any more.",
      runbook: "change-start-unknown",
    },
  ],
};
