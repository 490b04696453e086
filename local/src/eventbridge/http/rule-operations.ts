/** The operations of EventBridge's API by which other teams subscribe: rules and targets, as the SDK sends them. */
import { DrError } from "@dr/events";
import * as z from "zod";
import type { BusLocation } from "../bus/event-envelope.ts";
import type { OutsideRules } from "../bus/outside-rules.ts";
import type { BusRule, RuleTarget } from "../bus/rule.ts";
import { toRuleArn } from "../bus/rule-book.ts";

/** What the operations work on. `queueUrl` gives the local URL of a queue of this account. */
export interface RuleOperationsDeps {
  readonly rules: OutsideRules;
  readonly location: BusLocation;
  readonly queueUrl: (queueName: string) => string;
}

/** Operation → what it answers to a request's body. */
export type RuleOperations = ReadonlyMap<string, (body: unknown) => unknown>;

const text = z.string().min(1);
const bus = z.string().min(1).default("default").transform(nameOfBus);
const ruleRef = z.object({ Rule: text, EventBusName: bus });
const namedRule = z.object({ Name: text, EventBusName: bus });
const putRule = z.object({
  ...namedRule.shape,
  EventPattern: text.optional(),
  ScheduleExpression: z.string().optional(),
  State: z.enum(["ENABLED", "DISABLED"]).optional(),
});
const targetSchema = z.object({
  Id: text,
  Arn: text,
  Input: z.string().optional(),
  InputPath: z.string().optional(),
  InputTransformer: z.object({ InputPathsMap: z.record(z.string(), z.string()).optional(), InputTemplate: text }).optional(),
  SqsParameters: z.object({ MessageGroupId: text.optional() }).optional(),
  DeadLetterConfig: z.object({ Arn: text.optional() }).optional(),
  RetryPolicy: z.object({ MaximumRetryAttempts: z.int().optional(), MaximumEventAgeInSeconds: z.int().optional() }).optional(),
});
type SdkTarget = z.infer<typeof targetSchema>;

/** The operations. `PutPermission` is refused with its reason: there is one account here. */
export function createRuleOperations({ rules, location, queueUrl }: RuleOperationsDeps): RuleOperations {
  const describe = (rule: BusRule) => ({
    Name: rule.name,
    Arn: toRuleArn(rule, location),
    EventBusName: rule.busName,
    EventPattern: typeof rule.pattern === "string" ? rule.pattern : JSON.stringify(rule.pattern),
    State: rule.state ?? "ENABLED",
  });
  const urlOf = (arn: string): string => {
    const name = new RegExp(`^arn:aws:sqs:${location.region}:${location.account}:([\\w.-]+)$`).exec(arn)?.[1];
    if (name !== undefined) return queueUrl(name);
    const expected = `arn:aws:sqs:${location.region}:${location.account}:<queue>`;
    throw new DrError("eventbridge.validation", `${arn} cannot be a target here: queues of the local SQS can, ${expected}.`);
  };
  const operation =
    <T>(schema: z.ZodType<T>, answer: (request: T) => unknown) =>
    (body: unknown) =>
      answer(parse(schema, body));
  return new Map<string, (body: unknown) => unknown>([
    [
      "PutRule",
      operation(putRule, ({ Name, EventBusName, EventPattern, ScheduleExpression, State = "ENABLED" }) => {
        if (ScheduleExpression !== undefined || EventPattern === undefined)
          throw new DrError("eventbridge.validation", "EventPattern is required here; schedules belong to the services' manifests.");
        const rule = { name: Name, busName: EventBusName, pattern: EventPattern, state: State };
        rules.put(rule);
        return { RuleArn: toRuleArn(rule, location) };
      }),
    ],
    [
      "PutTargets",
      operation(z.object({ ...ruleRef.shape, Targets: z.array(targetSchema).min(1) }), ({ Rule, EventBusName, Targets }) =>
        each(
          Targets,
          ({ Id }) => Id,
          (target) => rules.putTargets(EventBusName, Rule, [toTarget(target, urlOf)]),
        ),
      ),
    ],
    [
      "RemoveTargets",
      operation(z.object({ ...ruleRef.shape, Ids: z.array(text).min(1) }), ({ Rule, EventBusName, Ids }) => {
        rules.removeTargets(EventBusName, Rule, Ids);
        return { FailedEntryCount: 0, FailedEntries: [] };
      }),
    ],
    ["DeleteRule", operation(namedRule, ({ Name, EventBusName }) => (rules.remove(EventBusName, Name), {}))],
    ["EnableRule", operation(namedRule, ({ Name, EventBusName }) => (rules.switch(EventBusName, Name, "ENABLED"), {}))],
    ["DisableRule", operation(namedRule, ({ Name, EventBusName }) => (rules.switch(EventBusName, Name, "DISABLED"), {}))],
    ["DescribeRule", operation(namedRule, ({ Name, EventBusName }) => describe(rules.find(EventBusName, Name)))],
    [
      "ListRules",
      operation(z.object({ EventBusName: bus, NamePrefix: z.string().default("") }), ({ EventBusName, NamePrefix }) => ({
        Rules: rules
          .list(EventBusName)
          .filter(({ name }) => name.startsWith(NamePrefix))
          .map(describe),
      })),
    ],
    [
      "ListTargetsByRule",
      operation(ruleRef, ({ Rule, EventBusName }) => ({ Targets: rules.find(EventBusName, Rule).targets.map(fromTarget) })),
    ],
    [
      "DescribeEventBus",
      operation(z.object({ Name: bus }), ({ Name }) => {
        rules.list(Name);
        return { Name, Arn: `arn:aws:events:${location.region}:${location.account}:event-bus/${Name}` };
      }),
    ],
    [
      "PutPermission",
      () => {
        const reason = "there is one account on this machine. In the cloud the bus's resource policy is part of the deployment";
        throw new DrError("eventbridge.validation", `PutPermission is refused: ${reason}.`);
      },
    ],
  ]);
}

/** PutTargets answers entry by entry: what is wrong with one does not hold up the others. */
function each<T>(entries: readonly T[], idOf: (entry: T) => string, put: (entry: T) => void) {
  const FailedEntries = entries.flatMap((entry) => {
    try {
      put(entry);
      return [];
    } catch (error) {
      const isEntrys = error instanceof DrError && ["eventbridge.validation", "eventbridge.invalid_rule"].includes(error.code);
      if (!isEntrys) throw error;
      return [{ TargetId: idOf(entry), ErrorCode: "ValidationException", ErrorMessage: error.message }];
    }
  });
  return { FailedEntryCount: FailedEntries.length, FailedEntries };
}

function toTarget(target: SdkTarget, urlOf: (arn: string) => string): RuleTarget {
  const { Id, Arn, Input, InputPath, InputTransformer, SqsParameters, DeadLetterConfig, RetryPolicy } = target;
  return {
    id: Id,
    arn: Arn,
    queueUrl: urlOf(Arn),
    ...(SqsParameters?.MessageGroupId !== undefined && { messageGroupId: SqsParameters.MessageGroupId }),
    ...(DeadLetterConfig?.Arn !== undefined && { dlqArn: DeadLetterConfig.Arn, dlqUrl: urlOf(DeadLetterConfig.Arn) }),
    ...(Input !== undefined && { input: Input }),
    ...(InputPath !== undefined && { inputPath: InputPath }),
    ...(InputTransformer && {
      inputTransformer: { inputPathsMap: InputTransformer.InputPathsMap ?? {}, inputTemplate: InputTransformer.InputTemplate },
    }),
    retry: toRetry(RetryPolicy),
  };
}

/** EventBridge's own defaults where nothing is said. */
function toRetry({ MaximumRetryAttempts = 185, MaximumEventAgeInSeconds = 86_400 }: NonNullable<SdkTarget["RetryPolicy"]> = {}) {
  return { maximumRetryAttempts: MaximumRetryAttempts, maximumEventAgeInSeconds: MaximumEventAgeInSeconds };
}

function fromTarget({ id, arn, dlqArn, input, inputPath, inputTransformer, messageGroupId, retry }: RuleTarget): SdkTarget {
  return {
    Id: id,
    Arn: arn,
    ...(input !== undefined && { Input: input }),
    ...(inputPath !== undefined && { InputPath: inputPath }),
    ...(inputTransformer && {
      InputTransformer: { InputPathsMap: inputTransformer.inputPathsMap ?? {}, InputTemplate: inputTransformer.inputTemplate },
    }),
    ...(messageGroupId !== undefined && { SqsParameters: { MessageGroupId: messageGroupId } }),
    ...(dlqArn !== undefined && { DeadLetterConfig: { Arn: dlqArn } }),
    ...(retry && {
      RetryPolicy: {
        ...(retry.maximumRetryAttempts !== undefined && { MaximumRetryAttempts: retry.maximumRetryAttempts }),
        ...(retry.maximumEventAgeInSeconds !== undefined && { MaximumEventAgeInSeconds: retry.maximumEventAgeInSeconds }),
      },
    }),
  };
}

/** A bus is named, or given by its ARN. */
function nameOfBus(given: string): string {
  return given.startsWith("arn:") ? given.slice(given.lastIndexOf("/") + 1) : given;
}

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new DrError("eventbridge.validation", problems.join("; "));
}
