/** The bundles as functions, each with its environment and what starts it. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  LambdaClient,
  PutFunctionEventInvokeConfigCommand,
} from "@aws-sdk/client-lambda";
import type { EnvBinding, FunctionManifest, ServiceManifest } from "@dr/runtime";
import { deadLetterQueueOf, failureQueueOf, STREAM_RETRY } from "@dr/runtime/delivery-plan";
import { queueArn } from "./messaging.ts";
import { zipOf } from "../zip.ts";
import { ACCOUNT, BUS, clientConfig, REGION, rest, type Place } from "./place.ts";

/** A bundle, as stacks/synth/bundles.ts tells of it. */
export interface Bundle {
  readonly name: string;
  readonly handler: string;
  readonly folder: string;
}

/** What functions refer to. */
export interface Surroundings {
  readonly place: Place;
  readonly bundles: readonly Bundle[];
  readonly queues: ReadonlyMap<string, string>;
  readonly streams: ReadonlyMap<string, string>;
}

/** ARN of a function. */
export const functionArn = (name: string): string => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`;

/** Deploys and connects all of them. */
export async function createFunctions(services: readonly ServiceManifest[], at: Surroundings): Promise<void> {
  const lambda = new LambdaClient(clientConfig(at.place));
  for (const declared of services.flatMap(({ functions }) => functions)) {
    const bundle = at.bundles.find(({ name }) => name === declared.name);
    if (!bundle) throw new Error(`${declared.name} was not bundled`);
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName: declared.name,
        Runtime: "nodejs24.x",
        Handler: bundle.handler,
        Role: `arn:aws:iam::${ACCOUNT}:role/${declared.name}`,
        Timeout: declared.timeoutSeconds,
        MemorySize: declared.memoryMb,
        Environment: { Variables: environmentOf(declared, at) },
        Code: { ZipFile: zipFolder(bundle.folder) },
      }),
    );
    await connect(declared, lambda, at);
  }
}

async function connect({ name, trigger }: FunctionManifest, lambda: LambdaClient, { place, streams }: Surroundings): Promise<void> {
  const shared = { FunctionName: name, FunctionResponseTypes: ["ReportBatchItemFailures" as const] };
  if (trigger.kind === "queue") {
    const { batchSize: BatchSize, maxConcurrency: MaximumConcurrency, queue } = trigger;
    const order = { ...shared, EventSourceArn: queueArn(queue), BatchSize, ScalingConfig: { MaximumConcurrency } };
    await lambda.send(new CreateEventSourceMappingCommand(order));
  }
  if (trigger.kind === "stream") {
    const { maximumRetryAttempts: MaximumRetryAttempts, maximumRecordAgeInSeconds: MaximumRecordAgeInSeconds } = STREAM_RETRY;
    await lambda.send(
      new CreateEventSourceMappingCommand({
        ...shared,
        EventSourceArn: streams.get(trigger.table),
        BatchSize: trigger.batchSize,
        StartingPosition: "TRIM_HORIZON",
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts,
        MaximumRecordAgeInSeconds,
        DestinationConfig: { OnFailure: { Destination: queueArn(failureQueueOf(name)) } },
      }),
    );
  }
  if (trigger.kind !== "schedule") return;
  const DestinationConfig = { OnFailure: { Destination: queueArn(failureQueueOf(name)) } };
  await lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: name, MaximumRetryAttempts: 0, DestinationConfig }));
  const minutes = trigger.everySeconds / 60;
  const Input = JSON.stringify({ source: "aws.scheduler", "detail-type": "Scheduled Event", detail: {} });
  const RoleArn = `arn:aws:iam::${ACCOUNT}:role/${name}-schedule`;
  const Target = { Arn: functionArn(name), RoleArn, Input, DeadLetterConfig: { Arn: queueArn(failureQueueOf(name)) } };
  const ScheduleExpression = `rate(${minutes} minute${minutes === 1 ? "" : "s"})`;
  const body = { ScheduleExpression, FlexibleTimeWindow: { Mode: "OFF" }, Target };
  await rest(place, { service: "scheduler", method: "POST", path: `/schedules/${name}`, body });
}

/** The manifest's variables, and every endpoint of ours at the server. */
export function environmentOf(
  { name, environment, trigger }: FunctionManifest,
  { place, queues }: Pick<Surroundings, "place"> & { readonly queues: Pick<Surroundings["queues"], "get"> },
): Record<string, string> {
  // A client follows the host of a queue's URL, whatever its endpoint says.
  const urlOf = (queue: string): string => `${place.outward}${new URL(queues.get(queue) ?? "").pathname}`;
  const resolve = (binding: EnvBinding): string => {
    if ("table" in binding) return binding.table;
    if ("bucket" in binding) return binding.bucket;
    if ("queue" in binding) return urlOf(binding.queue);
    return "bus" in binding ? BUS : binding.value;
  };
  const bound = Object.fromEntries(Object.entries(environment).map(([variable, binding]) => [variable, resolve(binding)]));
  const parts = ["DYNAMODB", "SQS", "EVENTS", "SSM", "SECRETS", "S3", "LAMBDA", "AWS"];
  const said = {
    ...Object.fromEntries(parts.map((part) => [`DR_${part}_ENDPOINT`, place.outward])),
    DR_STAGE: "interop",
    DR_ACCOUNT_ID: ACCOUNT,
    DR_REGIONS: REGION,
    ...(trigger.kind === "queue" ? { DR_QUEUE_URL: urlOf(trigger.queue), DR_DLQ_URL: urlOf(deadLetterQueueOf(trigger.queue)) } : {}),
    ...(trigger.kind === "stream" ? { DR_DLQ_URL: urlOf(failureQueueOf(name)) } : {}),
  };
  const given = Object.entries({ ...said, ...bound, DR_REGIONS: REGION }).filter(([, value]) => value !== "");
  return Object.fromEntries(given);
}

function zipFolder(folder: string): Buffer {
  return zipOf(Object.fromEntries(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file))])));
}
