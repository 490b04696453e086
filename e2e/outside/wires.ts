/** The two ends of an adapter: its queue, and what it says on the bus. */
import { setTimeout as sleep } from "node:timers/promises";
import { DeleteRuleCommand, EventBridgeClient, PutRuleCommand, PutTargetsCommand, RemoveTargetsCommand } from "@aws-sdk/client-eventbridge";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { adapterSource, envelopeSchema, parseLoose, type Envelope } from "@dr/events";
import type { Options } from "./options.ts";

/** What an adapter said: the envelope, its data held against the event's schema. */
export interface Said {
  readonly envelope: Envelope;
  readonly data: { readonly operationId: string; readonly [key: string]: unknown };
}

/** Both ends. */
export interface Wires {
  readonly send: (body: string) => Promise<void>;
  /** Everything that was said of these operations so far. */
  readonly saidOf: (operationId: string) => readonly Said[];
  /** What was said that is no answer of an adapter: each with the reason. */
  readonly malformed: () => readonly string[];
  /** Reads the answers until `done`, or patience ends; true if done. */
  readonly until: (done: () => boolean | Promise<boolean>) => Promise<boolean>;
  /** Messages that wait in the adapter's queue or are at work. */
  readonly waiting: () => Promise<number>;
  readonly remove: () => Promise<void>;
}

const ENDS = ["TechnologyStarted", "TechnologyProgressed", "TechnologyCompleted", "TechnologyFailed"] as const;

/** Makes a rule and a queue for the answers. */
export async function createWires(options: Options): Promise<Wires> {
  const { region, sqs: sqsEndpoint, events: eventsEndpoint, bus, technology, queue, patience } = options;
  const sqs = new SQSClient({ region, ...(sqsEndpoint !== undefined && { endpoint: sqsEndpoint }) });
  const events = new EventBridgeClient({ region, ...(eventsEndpoint !== undefined && { endpoint: eventsEndpoint }) });
  const name = `dr-conformance-${process.pid}-${Date.now()}`;
  const { QueueUrl: answers = "" } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: answers, AttributeNames: ["QueueArn"] }));
  const arn = Attributes?.["QueueArn"] ?? "";
  const pattern = { source: [adapterSource(technology)], "detail-type": ENDS };
  const { RuleArn } = await events.send(new PutRuleCommand({ Name: name, EventBusName: bus, EventPattern: JSON.stringify(pattern) }));
  await events.send(new PutTargetsCommand({ Rule: name, EventBusName: bus, Targets: [{ Id: "answers", Arn: arn }] }));
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: answers, Attributes: { Policy: policy(arn, RuleArn ?? "") } }));

  const said: Said[] = [];
  const malformed: string[] = [];
  const read = async (): Promise<void> => {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: answers, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }));
    for (const { Body = "", ReceiptHandle } of Messages) {
      try {
        said.push(parseSaid(Body));
      } catch (error) {
        malformed.push((error as Error).message);
      }
      await sqs.send(new DeleteMessageCommand({ QueueUrl: answers, ReceiptHandle }));
    }
  };

  return {
    send: async (body) => void (await sqs.send(new SendMessageCommand({ QueueUrl: queue, MessageBody: body }))),
    saidOf: (operationId) => said.filter(({ data }) => data.operationId === operationId),
    malformed: () => malformed,
    until: async (done) => {
      const end = Date.now() + patience * 1_000;
      do {
        await read();
        if (await done()) return true;
        await sleep(50);
      } while (Date.now() < end);
      return false;
    },
    waiting: async () => {
      const names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"] as const;
      const { Attributes: counts = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: queue, AttributeNames: [...names] }));
      return names.reduce((sum, each) => sum + Number(counts[each] ?? 0), 0);
    },
    remove: async () => {
      await events.send(new RemoveTargetsCommand({ Rule: name, EventBusName: bus, Ids: ["answers"] }));
      await events.send(new DeleteRuleCommand({ Name: name, EventBusName: bus }));
      await sqs.send(new DeleteQueueCommand({ QueueUrl: answers }));
    },
  };
}

function policy(queueArn: string, ruleArn: string): string {
  const statement = {
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: queueArn,
    Condition: { ArnEquals: { "aws:SourceArn": ruleArn } },
  };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

function parseSaid(body: string): Said {
  const event = JSON.parse(body) as { readonly "detail-type": string; readonly detail: unknown };
  const envelope = envelopeSchema.parse(event.detail);
  const type = ENDS.find((known) => known === envelope.type);
  if (!type || event["detail-type"] !== type) throw new Error(`${event["detail-type"]}: the envelope says ${envelope.type}`);
  return { envelope, data: parseLoose(type, envelope.data, envelope.schemaversion) };
}
