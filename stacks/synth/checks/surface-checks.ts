/** Functions, routes, alarms, parameters: that they are there, and as they were declared. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { apiAlarms, planAlarms } from "../../src/model/alarm-plan.ts";
import { arnOf } from "../../src/model/arns.ts";
import { SYNTH_ACCOUNT } from "../program/resource.ts";
import { breaking, isAdapter, removing, type Check, type SynthesizedApp } from "./check.ts";
import {
  ALARM,
  API,
  EVENT_SOURCE,
  FUNCTION,
  inputsOf,
  LOG_GROUP,
  PARAMETER,
  QUEUE,
  ROUTE,
  SCHEDULE,
  type EventSourceInputs,
  type FunctionInputs,
  type QueueInputs,
} from "./types.ts";

const functionsAreAsDeclared: Check = {
  name: "every function of a manifest exists: Node 24 on arm64, its timeout and memory, its variables, traced, with a log group that forgets",
  find: (app) => {
    const functions = inputsOf<FunctionInputs>(app, FUNCTION);
    const groups = inputsOf<{ name: string; retentionInDays?: number }>(app, LOG_GROUP);
    return app.manifests
      .flatMap((manifest) => manifest.functions)
      .flatMap(({ name, timeoutSeconds, memoryMb, environment }) => {
        const found = functions.find((candidate) => candidate.name === name);
        if (!found) return [`${name} is missing`];
        const group = groups.find((candidate) => candidate.name === found.loggingConfig?.logGroup);
        // A setting of which nobody said anything is there and empty; everything else points at something.
        const missing = Object.entries(environment).flatMap(([variable, binding]) => {
          const value = found.environment.variables[variable];
          const isThere = "setting" in binding ? value !== undefined : (value ?? "") !== "";
          return isThere ? [] : [variable];
        });
        return [
          ...(found.runtime === "nodejs24.x" && found.architectures.join() === "arm64"
            ? []
            : [`${name} runs on ${found.runtime} ${found.architectures.join()}`]),
          ...(found.timeout === timeoutSeconds && found.memorySize === memoryMb
            ? []
            : [`${name} has ${found.timeout} s and ${found.memorySize} MB`]),
          ...missing.map((variable) => `${name} has no ${variable}`),
          ...(found.tracingConfig?.mode === "Active" ? [] : [`${name} is not traced`]),
          ...((group?.retentionInDays ?? 0) > 0 ? [] : [`${name} keeps its logs for ever, or has none`]),
        ];
      });
  },
  faults: [
    removing("a missing function", FUNCTION),
    breaking<FunctionInputs>("SST's x86", FUNCTION, (fn) => (fn.architectures = ["x86_64"])),
    breaking<FunctionInputs>("a missing variable", FUNCTION, (fn) => (fn.environment = { variables: {} })),
    breaking<{ retentionInDays?: number }>("logs for ever", LOG_GROUP, (group) => delete group.retentionInDays),
  ],
};

const everyRouteIsSigned: Check = {
  name: "every route, also $default, demands an AWS signature (or an access token, where AUTH_MODE is cognito), but for those that the manifest opens; every route of the manifest is there; no other origin may call",
  find: (app) => {
    const declared = app.manifests.flatMap((manifest) =>
      manifest.functions.flatMap(({ trigger }) => (trigger.kind === "http" ? trigger.routes : [])),
    );
    if (declared.length === 0) return [];
    const keyOf = ({ method, path }: { method: string; path: string }): string => `${method} ${path}`;
    const open = new Set(declared.filter((route) => route.open).map(keyOf));
    const closed = app.environment["AUTH_MODE"] === "cognito" ? "JWT" : "AWS_IAM";
    const routes = inputsOf<{ routeKey: string; authorizationType?: string }>(app, ROUTE);
    const cors = inputsOf<{ corsConfiguration?: object }>(app, API).filter(({ corsConfiguration }) => corsConfiguration !== undefined);
    return [
      ...[...declared.map(keyOf), "$default"]
        .filter((key) => !routes.some(({ routeKey }) => routeKey === key))
        .map((key) => `${key} is missing`),
      ...routes
        .filter(({ routeKey, authorizationType }) => authorizationType !== (open.has(routeKey) ? "NONE" : closed))
        .map(({ routeKey, authorizationType }) => `${routeKey} is ${authorizationType ?? "open"}`),
      ...cors.map(() => "SST's CORS for every origin is on"),
    ];
  },
  faults: [
    removing("a missing route", ROUTE),
    breaking<{ routeKey: string; authorizationType: string }>(
      "an open $default",
      ROUTE,
      (route) => (route.authorizationType = "NONE"),
      ({ routeKey }) => routeKey === "$default",
    ),
    breaking<{ authorizationType: string }>(
      "an open route",
      ROUTE,
      (route) => (route.authorizationType = "NONE"),
      ({ authorizationType }) => authorizationType !== "NONE",
    ),
    breaking<{ corsConfiguration?: object }>("SST's CORS", API, (api) => (api.corsConfiguration = { allowOrigins: ["*"] })),
  ],
};

interface AlarmInputs {
  readonly metricName: string;
  readonly dimensions: { readonly QueueName?: string; readonly FunctionName?: string };
  readonly threshold: number;
  readonly alarmActions?: readonly string[];
  readonly alarmDescription?: string;
}

const RUNBOOK = /docs\/how-to\/runbooks\/[a-z-]+\.md$/;

const everyAlarmHasARunbook: Check = {
  name: "every alarm names a runbook that exists",
  find: (app) =>
    inputsOf<AlarmInputs>(app, ALARM).flatMap(({ metricName, alarmDescription = "" }) => {
      const page = RUNBOOK.exec(alarmDescription)?.[0];
      return page !== undefined && existsSync(join(import.meta.dirname, "../../..", page)) ? [] : [`${metricName}: ${alarmDescription}`];
    }),
  faults: [
    breaking<{ alarmDescription?: string }>("an alarm that leaves people alone", ALARM, (alarm) => (alarm.alarmDescription = "It burns.")),
  ],
};

const failuresAreTold: Check = {
  name: "there is an alarm on everything that waits for a person, waits too long, is read too late, or does not fire; and it is told",
  find: (app) => {
    const alarms = inputsOf<AlarmInputs>(app, ALARM);
    const has = (metric: string, subject: string): boolean =>
      alarms.some(({ metricName, dimensions }) => metricName === metric && (dimensions.QueueName ?? dimensions.FunctionName) === subject);
    const names = new Set(inputsOf<{ name: string }>(app, ALARM).map(({ name }) => name));
    const hasApi = inputsOf<object>(app, API).length > 0;
    const planned = [...app.manifests.flatMap((manifest) => planAlarms(manifest)), ...(hasApi ? apiAlarms : [])];
    return [
      ...planned.filter(({ name }) => !names.has(name)).map(({ name }) => `no alarm ${name}`),
      ...expectedAlarms(app)
        .filter(([metric, subject]) => !has(metric, subject))
        .map(([metric, subject]) => `no alarm on ${metric} of ${subject}`),
      ...alarms
        .filter(({ alarmActions = [] }) => alarmActions.length === 0)
        .map(({ metricName }) => `an alarm on ${metricName} is told to nobody`),
      ...alarms
        .filter(({ metricName, threshold }) => metricName === "ApproximateNumberOfMessagesVisible" && threshold !== 0)
        .map(({ dimensions }) => `the alarm on ${dimensions.QueueName} lets a failure pass`),
    ];
  },
  faults: [
    removing("a missing alarm", ALARM),
    breaking<AlarmInputs>("an alarm told to nobody", ALARM, (alarm) => (alarm.alarmActions = [])),
    breaking<AlarmInputs>(
      "a dead-letter queue that may hold ten",
      ALARM,
      (alarm) => (alarm.threshold = 10),
      ({ metricName }) => metricName === "ApproximateNumberOfMessagesVisible",
    ),
  ],
};

function expectedAlarms(app: SynthesizedApp): readonly (readonly [string, string])[] {
  const sources = inputsOf<EventSourceInputs>(app, EVENT_SOURCE);
  const consumed = new Set(sources.map(({ eventSourceArn }) => eventSourceArn));
  return [
    ...inputsOf<QueueInputs>(app, QUEUE).map(({ name }) =>
      consumed.has(arnOf(SYNTH_ACCOUNT, "queue", name))
        ? (["ApproximateAgeOfOldestMessage", name] as const)
        : (["ApproximateNumberOfMessagesVisible", name] as const),
    ),
    ...sources
      .filter(({ eventSourceArn }) => eventSourceArn.includes(":dynamodb:"))
      .map(({ functionName }) => ["IteratorAge", functionName.split(":").at(-1) ?? ""] as const),
    ...inputsOf<{ name: string }>(app, SCHEDULE).map(({ name }) => ["Invocations", name] as const),
  ];
}

interface ParameterInputs {
  readonly name: string;
  readonly tier?: string;
  readonly value: string;
}

const adaptersAreRegistered: Check = {
  name: "every operation of every adapter is in the registry with its version, within Parameter Store's 8 KB",
  find: (app) => {
    const parameters = inputsOf<ParameterInputs>(app, PARAMETER);
    return app.manifests.filter(isAdapter).flatMap(({ technology, version, defaultOperation, operations }) =>
      operations.flatMap((operation) => {
        const name = `/dr-orchestration/adapters/${technology}/${operation.name}`;
        const found = parameters.find((parameter) => parameter.name === name);
        if (!found) return [`${name} is missing`];
        const { operations: told, ...about } = JSON.parse(found.value) as Readonly<Record<string, unknown>>;
        const isRight =
          isDeepStrictEqual(told, JSON.parse(JSON.stringify([operation]))) &&
          about["technology"] === technology &&
          about["version"] === version &&
          about["defaultOperation"] === defaultOperation;
        const bytes = Buffer.byteLength(found.value);
        return [
          ...(isRight ? [] : [`${name} tells something else`]),
          ...(found.tier === "Advanced" && bytes < 8_192 ? [] : [`${name} does not fit: ${bytes} bytes`]),
        ];
      }),
    );
  },
  faults: [
    {
      what: "an adapter that is not registered",
      plant: ({ resources }) => {
        const index = resources.findIndex(({ type, inputs }) => type === PARAMETER && String(inputs["name"]).includes("/adapters/"));
        if (index !== -1) resources.splice(index, 1);
        return index !== -1;
      },
    },
    breaking<ParameterInputs>(
      "a standard parameter",
      PARAMETER,
      (parameter) => (parameter.tier = "Standard"),
      ({ name }) => name.includes("/adapters/"),
    ),
  ],
};

/** The checks of what an app shows. */
export const surfaceChecks: readonly Check[] = [
  functionsAreAsDeclared,
  everyRouteIsSigned,
  failuresAreTold,
  everyAlarmHasARunbook,
  adaptersAreRegistered,
];
