/** The local EventBridge: rules from the manifests, delivery to the local SQS. */
import type { SQSClient } from "@aws-sdk/client-sqs";
import type { ServiceManifest } from "@dr/runtime";
import {
  createBus,
  createEventBridgeHandler,
  createEventBridgeServer,
  createOutsideRules,
  createRuleOperations,
  createSqsDeliverer,
  type BusLog,
  type ServiceEvent,
} from "../eventbridge/index.ts";
import type { LocalLog } from "../log.ts";
import type { LocalSqs } from "../sqs/server.ts";
import type { Trace } from "../trace.ts";
import { keepRules } from "./kept-rules.ts";
import { toRules } from "./rules.ts";

/** The running bus. */
export interface LocalBus {
  readonly endpoint: string;
  /** Puts an event of an AWS service on the default bus. */
  readonly emitServiceEvent: (event: ServiceEvent) => Promise<string>;
  readonly stop: () => Promise<void>;
}

/** What the bus needs. */
export interface LocalBusDeps {
  readonly services: readonly ServiceManifest[];
  readonly busName: string;
  readonly region: string;
  readonly accountId: string;
  /** Where the rules of others are kept. */
  readonly dataDir: string;
  readonly sqs: LocalSqs;
  readonly client: SQSClient;
  readonly trace: Trace;
  readonly log: LocalLog;
}

/** Starts the bus on a loopback port of its own. */
export async function startBus(deps: LocalBusDeps): Promise<LocalBus> {
  const { services, busName, region, accountId, dataDir, sqs, client, trace, log } = deps;
  const own = toRules(services, busName, sqs);
  const busNames = [busName];
  const queueUrl = (name: string): string => `${sqs.endpoint}/${accountId}/${name}`;
  const keeper = keepRules(dataDir, queueUrl);
  const kept = keeper.load();
  const rules = [...own, ...kept];
  const bus = createBus({
    rules,
    busNames,
    region,
    account: accountId,
    ...createSqsDeliverer({ client, put: sqs.put }),
    log: toBusLog(log),
  });
  const outside = createOutsideRules({ own, kept, busNames, save: keeper.save, onChange: bus.replaceRules });
  const ruleOperations = createRuleOperations({ rules: outside, location: { region, account: accountId }, queueUrl });
  const putEvents = (body: unknown): ReturnType<typeof bus.putEvents> => {
    for (const entry of (body as { Entries?: { Detail?: string }[] }).Entries ?? []) trace.onBus(entry.Detail);
    return bus.putEvents(body);
  };
  const server = await createEventBridgeServer({
    handler: createEventBridgeHandler({ bus: { putEvents }, ruleOperations, log: toBusLog(log) }),
  });
  return {
    endpoint: server.endpoint,
    emitServiceEvent: bus.emitServiceEvent,
    stop: async () => {
      await server.close();
      await bus.stop();
    },
  };
}

function toBusLog(log: LocalLog): BusLog {
  const at = (level: "info" | "warn" | "error") => (message: string, fields: Readonly<Record<string, unknown>>) =>
    level === "info" ? undefined : log(level, `bus: ${message} ${JSON.stringify(fields)}`);
  return { info: at("info"), warn: at("warn"), error: at("error") };
}
