/** Queues: where failures go, how long a message hides, who may send. */
import { arnOf, queueUrl, ruleArn } from "../../src/model/arns.ts";
import { SYNTH_ACCOUNT } from "../program/resource.ts";
import { breaking, removing, type Check, type SynthesizedApp } from "./check.ts";
import {
  EVENT_SOURCE,
  FUNCTION,
  INVOKE_CONFIG,
  inputsOf,
  QUEUE,
  QUEUE_POLICY,
  SCHEDULE,
  TARGET,
  type EventSourceInputs,
  type FunctionInputs,
  type QueueInputs,
  type QueuePolicyInputs,
  type TargetInputs,
} from "./types.ts";

const arnOfQueue = (name: string): string => arnOf(SYNTH_ACCOUNT, "queue", name);

interface Redrive {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

function redriveOf({ redrivePolicy }: QueueInputs): Redrive | undefined {
  return redrivePolicy === undefined ? undefined : (JSON.parse(redrivePolicy) as Redrive);
}

function consumedQueues(app: SynthesizedApp): readonly QueueInputs[] {
  const sources = new Set(inputsOf<EventSourceInputs>(app, EVENT_SOURCE).map(({ eventSourceArn }) => eventSourceArn));
  return inputsOf<QueueInputs>(app, QUEUE).filter(({ name }) => sources.has(arnOfQueue(name)));
}

/** ARNs of the queues that something puts its failures into. */
function failureEnds(app: SynthesizedApp): ReadonlySet<string | undefined> {
  return new Set([
    ...inputsOf<QueueInputs>(app, QUEUE).map((queue) => redriveOf(queue)?.deadLetterTargetArn),
    ...inputsOf<TargetInputs>(app, TARGET).map(({ deadLetterConfig }) => deadLetterConfig?.arn),
    ...inputsOf<EventSourceInputs>(app, EVENT_SOURCE).map(({ destinationConfig }) => destinationConfig?.onFailure?.destinationArn),
    ...inputsOf<{ target?: { deadLetterConfig?: { arn: string } } }>(app, SCHEDULE).map(({ target }) => target?.deadLetterConfig?.arn),
  ]);
}

const everyQueueHasADeadLetterQueue: Check = {
  name: "every queue has a dead-letter queue, and every dead-letter queue belongs to something",
  find: (app) => {
    const all = new Set(inputsOf<QueueInputs>(app, QUEUE).map(({ name }) => arnOfQueue(name)));
    const consumed = consumedQueues(app);
    const ends = failureEnds(app);
    const unsafe = consumed.flatMap((queue) => {
      const redrive = redriveOf(queue);
      if (!redrive || !all.has(redrive.deadLetterTargetArn)) return [`${queue.name} has no dead-letter queue`];
      return redrive.maxReceiveCount >= 2 ? [] : [`${queue.name} gives a message up after ${redrive.maxReceiveCount} receive`];
    });
    const idle = inputsOf<QueueInputs>(app, QUEUE).filter((queue) => !consumed.includes(queue) && !ends.has(arnOfQueue(queue.name)));
    return [...unsafe, ...idle.map(({ name }) => `nobody reads ${name}, and nothing puts its failures there`)];
  },
  faults: [
    breaking<QueueInputs>(
      "a queue without redrive policy",
      QUEUE,
      (queue) => delete queue.redrivePolicy,
      ({ redrivePolicy }) => redrivePolicy !== undefined,
    ),
    breaking<QueueInputs>("a dead-letter queue under another name", QUEUE, (queue) => {
      queue.name = "somewhere-else";
    }),
  ],
};

const deadLettersOutliveTheirQueue: Check = {
  name: "a message that was put aside stays at least as long again: it keeps the age that it had in its queue",
  find: (app) => {
    const queues = inputsOf<QueueInputs>(app, QUEUE);
    return queues.flatMap((queue) => {
      const end = queues.find(({ name }) => arnOfQueue(name) === redriveOf(queue)?.deadLetterTargetArn);
      return end && end.messageRetentionSeconds < 2 * queue.messageRetentionSeconds
        ? [`${queue.name} keeps ${queue.messageRetentionSeconds} s, ${end.name} ${end.messageRetentionSeconds} s`]
        : [];
    });
  },
  faults: [
    breaking<QueueInputs>(
      "a queue that keeps messages for 14 days",
      QUEUE,
      (queue) => (queue.messageRetentionSeconds = 1_209_600),
      ({ redrivePolicy }) => redrivePolicy !== undefined,
    ),
  ],
};

const messagesHideLongEnough: Check = {
  name: "a message stays hidden for at least six timeouts of its function",
  find: (app) => {
    const sources = inputsOf<EventSourceInputs>(app, EVENT_SOURCE);
    const functions = inputsOf<FunctionInputs>(app, FUNCTION);
    return consumedQueues(app).flatMap(({ name, visibilityTimeoutSeconds }) => {
      const consumer = sources
        .find(({ eventSourceArn }) => eventSourceArn === arnOfQueue(name))
        ?.functionName.split(":")
        .at(-1);
      const timeout = functions.find((candidate) => candidate.name === consumer)?.timeout ?? Number.POSITIVE_INFINITY;
      return visibilityTimeoutSeconds >= 6 * timeout
        ? []
        : [`${name} hides for ${visibilityTimeoutSeconds} s, ${consumer} may run ${timeout} s`];
    });
  },
  faults: [
    breaking<QueueInputs>(
      "SST's visibility timeout of 30 s",
      QUEUE,
      (queue) => {
        queue.visibilityTimeoutSeconds = 30;
      },
      ({ redrivePolicy }) => redrivePolicy !== undefined,
    ),
  ],
};

const onlyItsRulesMaySend: Check = {
  name: "EventBridge may send to a queue for the rules that target it, and for no other",
  find: (app) => {
    const policies = inputsOf<QueuePolicyInputs>(app, QUEUE_POLICY);
    return inputsOf<QueueInputs>(app, QUEUE).flatMap(({ name }) => {
      const arn = arnOfQueue(name);
      const expected = inputsOf<TargetInputs>(app, TARGET)
        .filter((target) => target.arn === arn || target.deadLetterConfig?.arn === arn)
        .map((target) => ruleArn(SYNTH_ACCOUNT, target.eventBusName, target.rule));
      const own = policies.filter((policy) => policy.queueUrl === queueUrl(SYNTH_ACCOUNT, name));
      if (own.length !== 1) return [`${name} has ${own.length} policies: of several the last one wins`];
      return allowsExactly(own[0]?.policy ?? "{}", arn, expected)
        ? []
        : [`the policy of ${name} does not allow exactly ${expected.join(", ")}`];
    });
  },
  faults: [
    removing("a queue without policy", QUEUE_POLICY),
    breaking<QueuePolicyInputs>(
      "a policy without condition",
      QUEUE_POLICY,
      (queue) => {
        queue.policy = queue.policy.replace(/,"Condition":\{"ArnEquals":\{"aws:SourceArn":[^}]*\}\}/, "");
      },
      // A queue that only services send to has no such condition.
      ({ policy }) => policy.includes('"ArnEquals":{"aws:SourceArn"'),
    ),
    {
      what: "two policies on one queue, as SST makes them",
      plant: ({ resources }) => {
        const policy = resources.find(({ type }) => type === QUEUE_POLICY);
        if (policy) resources.push(policy);
        return policy !== undefined;
      },
    },
  ],
};

function allowsExactly(policy: string, queueArn: string, ruleArns: readonly string[]): boolean {
  const { Statement: statements } = JSON.parse(policy) as {
    Statement: {
      Effect: string;
      Principal: object;
      Action: string;
      Resource: string;
      Condition?: { ArnEquals?: Record<string, string[]> };
    }[];
  };
  const allowed = statements.filter(({ Effect }) => Effect === "Allow");
  const [statement] = allowed;
  if (ruleArns.length === 0) return allowed.length === 0;
  return (
    allowed.length === 1 &&
    statement?.Effect === "Allow" &&
    JSON.stringify(statement.Principal) === '{"Service":"events.amazonaws.com"}' &&
    statement.Action === "sqs:SendMessage" &&
    statement.Resource === queueArn &&
    (statement.Condition?.ArnEquals?.["aws:SourceArn"] ?? []).toSorted().join() === ruleArns.toSorted().join()
  );
}

const schedulesKeepTheirFailures: Check = {
  name: "every schedule has a dead-letter queue, and its function puts failed runs there too",
  find: (app) => {
    const kept = inputsOf<{ functionName: string; destinationConfig?: { onFailure?: { destination?: string } } }>(app, INVOKE_CONFIG);
    return inputsOf<{ name: string; target: { deadLetterConfig?: { arn?: string } } }>(app, SCHEDULE).flatMap(({ name, target }) => {
      const destination = kept.find(({ functionName }) => functionName === name)?.destinationConfig?.onFailure?.destination;
      return [
        ...(target.deadLetterConfig?.arn === undefined ? [`${name}: an invocation that cannot be placed is lost`] : []),
        ...(destination === undefined ? [`${name}: a run that fails is lost`] : []),
      ];
    });
  },
  faults: [
    removing("a scheduled function without failure destination", INVOKE_CONFIG),
    breaking<{ target: object }>("a schedule without dead-letter queue", SCHEDULE, (schedule) => {
      schedule.target = {};
    }),
  ],
};

/** The checks of queues. */
export const queueChecks: readonly Check[] = [
  everyQueueHasADeadLetterQueue,
  deadLettersOutliveTheirQueue,
  messagesHideLongEnough,
  onlyItsRulesMaySend,
  schedulesKeepTheirFailures,
];
