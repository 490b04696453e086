/** Rules, event sources and streams: what reaches a function, and what becomes of what it cannot take. */
import { isDeepStrictEqual } from "node:util";
import type { FunctionManifest } from "@dr/runtime";
import { arnOf } from "../../src/model/arns.ts";
import { BUS_NAME } from "../../src/model/settings.ts";
import { SYNTH_ACCOUNT } from "../program/resource.ts";
import { breaking, removing, type Check, type SynthesizedApp } from "./check.ts";
import { EVENT_SOURCE, inputsOf, RULE, TARGET, type EventSourceInputs, type RuleInputs, type TargetInputs } from "./types.ts";

const functionsOf = ({ manifests }: SynthesizedApp): readonly FunctionManifest[] => manifests.flatMap(({ functions }) => functions);

function subscriptionsOf(app: SynthesizedApp) {
  return functionsOf(app).flatMap(({ trigger }) =>
    trigger.kind === "queue" ? trigger.subscriptions.map((subscription) => ({ ...subscription, queue: trigger.queue })) : [],
  );
}

const isStream = ({ eventSourceArn }: EventSourceInputs): boolean => eventSourceArn.includes(":dynamodb:");

const everySubscriptionIsARule: Check = {
  name: "every subscription of a manifest is a rule on our bus with the same pattern and the manifest's queue, and there are no others",
  find: (app) => {
    const rules = inputsOf<RuleInputs>(app, RULE);
    const targets = inputsOf<TargetInputs>(app, TARGET);
    const subscriptions = subscriptionsOf(app);
    const known = new Set(subscriptions.map(({ name }) => name));
    const wrong = subscriptions.flatMap(({ name, pattern, queue, onDemand }) => {
      const rule = rules.find((candidate) => candidate.name === name);
      if (!rule) return [`${name} has no rule`];
      const reaches = targets.filter((target) => target.rule === name).map(({ arn }) => arn);
      return [
        ...(isDeepStrictEqual(JSON.parse(rule.eventPattern), JSON.parse(JSON.stringify(pattern))) ? [] : [`${name} has another pattern`]),
        ...(rule.eventBusName === BUS_NAME ? [] : [`${name} is on bus ${rule.eventBusName}`]),
        ...((rule.state === "DISABLED") === (onDemand === true) ? [] : [`${name} is switched ${onDemand === true ? "on" : "off"}`]),
        ...(reaches.join() === arnOf(SYNTH_ACCOUNT, "queue", queue) ? [] : [`${name} reaches ${reaches.join(", ") || "nothing"}`]),
      ];
    });
    return [...wrong, ...rules.filter(({ name }) => !known.has(name)).map(({ name }) => `rule ${name} is in no manifest`)];
  },
  faults: [
    removing("a subscription without rule", RULE),
    removing("a rule without target", TARGET),
    breaking<RuleInputs>("another pattern", RULE, (rule) => {
      rule.eventPattern = rule.eventPattern.replace('"source"', '"account"');
    }),
    breaking<RuleInputs>("a rule on the default bus", RULE, (rule) => {
      rule.eventBusName = "default";
    }),
  ],
};

const everyTargetHasADeadLetterQueue: Check = {
  name: "every rule target has a dead-letter queue and retries for a day",
  find: (app) =>
    inputsOf<TargetInputs>(app, TARGET).flatMap(({ rule, deadLetterConfig, retryPolicy }) => [
      ...(deadLetterConfig === undefined ? [`${rule}: what cannot be delivered is lost`] : []),
      ...(retryPolicy?.maximumRetryAttempts === 185 && retryPolicy.maximumEventAgeInSeconds === 86_400
        ? []
        : [`${rule} gives up too early`]),
    ]),
  faults: [
    breaking<TargetInputs>("SST's target without dead-letter queue", TARGET, (target) => delete target.deadLetterConfig),
    breaking<TargetInputs>("a target that never retries", TARGET, (target) => {
      target.retryPolicy = { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 };
    }),
  ],
};

const everySourceAnswersPerRecord: Check = {
  name: "every event source lets its function give back single records, and is limited as the manifest says",
  find: (app) => {
    const sources = inputsOf<EventSourceInputs>(app, EVENT_SOURCE);
    return functionsOf(app).flatMap(({ name, trigger }) => {
      if (trigger.kind !== "queue" && trigger.kind !== "stream") return [];
      const source = sources.find(({ functionName }) => functionName.endsWith(`:${name}`));
      if (!source) return [`${name} has no event source`];
      return [
        ...(source.functionResponseTypes?.includes("ReportBatchItemFailures") === true ? [] : [`${name}: one bad record fails its batch`]),
        ...(source.batchSize === trigger.batchSize ? [] : [`${name}: batches of ${source.batchSize}`]),
        ...(trigger.kind !== "queue" || source.scalingConfig?.maximumConcurrency === trigger.maxConcurrency
          ? []
          : [`${name}: concurrency ${source.scalingConfig?.maximumConcurrency ?? "unlimited"}`]),
      ];
    });
  },
  faults: [
    removing("a function without event source", EVENT_SOURCE),
    breaking<EventSourceInputs>("SST's default: whole batches fail", EVENT_SOURCE, (source) => {
      source.functionResponseTypes = [];
    }),
    breaking<EventSourceInputs>(
      "unlimited concurrency",
      EVENT_SOURCE,
      (source) => delete source.scalingConfig,
      ({ scalingConfig }) => scalingConfig !== undefined,
    ),
  ],
};

const streamsLoseNothing: Check = {
  name: "every stream consumer starts at the horizon, bisects, gives up after few tries, and keeps what it gave up",
  find: (app) =>
    inputsOf<EventSourceInputs>(app, EVENT_SOURCE)
      .filter((source) => isStream(source))
      .flatMap(({ functionName, startingPosition, bisectBatchOnFunctionError, ...limits }) => [
        ...(startingPosition === "TRIM_HORIZON" ? [] : [`${functionName} starts at ${startingPosition}`]),
        ...(bisectBatchOnFunctionError === true ? [] : [`${functionName} does not bisect`]),
        ...(isBetween(limits.maximumRetryAttempts, 1, 10) ? [] : [`${functionName} tries ${limits.maximumRetryAttempts ?? "for ever"}`]),
        ...(isBetween(limits.maximumRecordAgeInSeconds, 60, 86_400) ? [] : [`${functionName} keeps records of any age`]),
        ...(limits.destinationConfig?.onFailure === undefined ? [`${functionName} loses what it gives up`] : []),
      ]),
  faults: [
    breaking<EventSourceInputs>(
      "SST's LATEST",
      EVENT_SOURCE,
      (source) => {
        source.startingPosition = "LATEST";
      },
      isStream,
    ),
    breaking<EventSourceInputs>("no bisecting", EVENT_SOURCE, (source) => delete source.bisectBatchOnFunctionError, isStream),
    breaking<EventSourceInputs>("endless retries", EVENT_SOURCE, (source) => delete source.maximumRetryAttempts, isStream),
    breaking<EventSourceInputs>("records of any age", EVENT_SOURCE, (source) => delete source.maximumRecordAgeInSeconds, isStream),
    breaking<EventSourceInputs>("no failure destination", EVENT_SOURCE, (source) => delete source.destinationConfig, isStream),
  ],
};

function isBetween(value: number | undefined, least: number, most: number): boolean {
  return value !== undefined && value >= least && value <= most;
}

/** The checks of deliveries. */
export const deliveryChecks: readonly Check[] = [
  everySubscriptionIsARule,
  everyTargetHasADeadLetterQueue,
  everySourceAnswersPerRecord,
  streamsLoseNothing,
];
