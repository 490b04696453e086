/** Who may send, held by the bus and the queues themselves: a role with rights of its own elsewhere does not get in. */
import { queueUrl, roleArn } from "../../src/model/arns.ts";
import { speakers } from "../../src/model/bus-policy.ts";
import { sendingRoles } from "../../src/model/queue-policy.ts";
import { SYNTH_ACCOUNT } from "../program/resource.ts";
import { breaking, removing, type Check } from "./check.ts";
import { BUS, BUS_POLICY, inputsOf, QUEUE, QUEUE_POLICY, TOPIC, type QueueInputs, type QueuePolicyInputs } from "./types.ts";

interface Denial {
  readonly Effect: string;
  readonly Principal: unknown;
  readonly Action: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** The denials of a policy for everybody. */
function denials(policy: string, action: string): readonly Denial[] {
  const { Statement: statements } = JSON.parse(policy) as { Statement: readonly Denial[] };
  return statements.filter(({ Effect, Principal, Action }) => Effect === "Deny" && Principal === "*" && Action === action);
}

const listed = (value: string | readonly string[] | undefined): readonly string[] => (value === undefined ? [] : [value].flat());

const onlyNamedRolesSend: Check = {
  name: "a queue is closed to every role but those that send to it, and its denial spares AWS's own services",
  find: (app) => {
    const policies = inputsOf<QueuePolicyInputs>(app, QUEUE_POLICY);
    return inputsOf<QueueInputs>(app, QUEUE).flatMap(({ name }) => {
      const policy = policies.find((candidate) => candidate.queueUrl === queueUrl(SYNTH_ACCOUNT, name))?.policy ?? '{"Statement":[]}';
      const [denial, ...others] = denials(policy, "sqs:SendMessage");
      if (!denial || others.length > 0) return [`${name} is not closed`];
      const roles = listed(denial.Condition?.["ArnNotEquals"]?.["aws:PrincipalArn"]);
      const expected = sendingRoles(name, app.manifests, SYNTH_ACCOUNT);
      return [
        ...(roles.toSorted().join() === expected.toSorted().join() ? [] : [`${name} lets in ${roles.join(", ")}`]),
        ...(denial.Condition?.["Bool"]?.["aws:PrincipalIsAWSService"] === "false" ? [] : [`${name} shuts EventBridge out`]),
      ];
    });
  },
  faults: [
    breaking<QueuePolicyInputs>("a queue open to every role", QUEUE_POLICY, (queue) => {
      queue.policy = queue.policy.replace('"Deny"', '"Allow"');
    }),
    breaking<QueuePolicyInputs>("a queue closed to EventBridge too", QUEUE_POLICY, (queue) => {
      queue.policy = queue.policy.replace('"aws:PrincipalIsAWSService":"false"', '"aws:PrincipalIsAWSService":"true"');
    }),
    breaking<QueuePolicyInputs>(
      "a queue open to a role that has no business there",
      QUEUE_POLICY,
      (queue) => {
        queue.policy = queue.policy.replace(":role/dr-", ":role/other-");
      },
      ({ policy }) => policy.includes(":role/dr-"),
    ),
  ],
};

const nobodySpeaksForAnother: Check = {
  name: "the bus takes each source from the roles that publish as it, and the other sources of ours from roles of ours",
  find: (app) => {
    if (inputsOf(app, BUS).length === 0) return [];
    const [bus] = inputsOf<{ policy: string }>(app, BUS_POLICY);
    const found = denials(bus?.policy ?? '{"Statement":[]}', "events:PutEvents");
    const rest = found.some(
      ({ Condition: { ["ForAnyValue:StringLike"]: sources, ArnNotLike: roles } = {} }) =>
        listed(sources?.["events:source"]).join() === "dr.*" &&
        listed(roles?.["aws:PrincipalArn"]).join() === roleArn(SYNTH_ACCOUNT, "dr-*"),
    );
    const open = [...speakers(app.manifests)].filter(
      ([source, functions]) =>
        !found.some(
          ({ Condition: { ["ForAnyValue:StringEquals"]: sources, ArnNotEquals: roles } = {} }) =>
            listed(sources?.["events:source"]).join() === source &&
            listed(roles?.["aws:PrincipalArn"]).join() ===
              functions.map((name) => roleArn(SYNTH_ACCOUNT, `${name}-${SYNTH_ACCOUNT.region}`)).join(),
        ),
    );
    return [
      ...open.map(([source]) => `anybody whose own policy allows it may speak as ${source}`),
      ...(rest ? [] : ["sources of adapters that are not known here are open"]),
    ];
  },
  faults: [
    removing("a bus without policy", BUS_POLICY),
    breaking<{ policy: string }>("a source that any role may use", BUS_POLICY, (bus) => {
      bus.policy = bus.policy.replace('"dr.orchestration"', '"dr.something"');
    }),
  ],
};

const alarmsAreSecret: Check = {
  name: "what alarms tell is encrypted under a key that CloudWatch may use",
  find: (app) =>
    inputsOf<{ name: string; kmsMasterKeyId?: string }>(app, TOPIC)
      .filter(({ kmsMasterKeyId = "alias/aws/sns" }) => kmsMasterKeyId.startsWith("alias/aws/"))
      .map(({ name }) => `${name} is in the clear, or CloudWatch cannot write to it`),
  faults: [
    breaking<{ kmsMasterKeyId?: string }>("a topic in the clear", TOPIC, (topic) => delete topic.kmsMasterKeyId),
    breaking<{ kmsMasterKeyId?: string }>("a topic under AWS's key, which CloudWatch may not use", TOPIC, (topic) => {
      topic.kmsMasterKeyId = "alias/aws/sns";
    }),
  ],
};

/** The checks of resource policies. */
export const senderChecks: readonly Check[] = [onlyNamedRolesSend, nobodySpeaksForAnother, alarmsAreSecret];
