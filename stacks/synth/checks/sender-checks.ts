/** Who may send, held by the bus and the queues themselves: a role with rights of its own elsewhere does not get in. */
import { queueUrl, roleArn } from "../../src/model/arns.ts";
import { BUS_NAME } from "../../src/model/settings.ts";
import { OUR_ROLES, speakers } from "../../src/model/bus-policy.ts";
import { roleNameOf } from "../../src/model/names.ts";
import { writingRoles } from "../../src/model/bucket-policy.ts";
import { sendingRoles } from "../../src/model/queue-policy.ts";
import { SYNTH_ACCOUNT } from "../program/resource.ts";
import { breaking, removing, type Check } from "./check.ts";
import {
  BUCKET,
  BUCKET_POLICY,
  BUS,
  BUS_POLICY,
  inputsOf,
  QUEUE,
  QUEUE_POLICY,
  type QueueInputs,
  type QueuePolicyInputs,
} from "./types.ts";

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
        queue.policy = queue.policy.replace(/:role\/dr-/i, ":role/other-");
      },
      ({ policy }) => /:role\/dr-/i.test(policy),
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
        listed(roles?.["aws:PrincipalArn"]).join() === OUR_ROLES.map((name) => roleArn(SYNTH_ACCOUNT, name)).join(),
    );
    const open = [...speakers(app.manifests)].filter(
      ([source, functions]) =>
        !found.some(
          ({ Condition: { ["ForAnyValue:StringEquals"]: sources, ArnNotEquals: roles } = {} }) =>
            listed(sources?.["events:source"]).join() === source &&
            listed(roles?.["aws:PrincipalArn"]).join() ===
              functions.map((declared) => roleArn(SYNTH_ACCOUNT, roleNameOf(declared, SYNTH_ACCOUNT.region))).join(),
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

interface Allowance {
  readonly Effect: string;
  readonly Principal: { readonly AWS?: string };
  readonly Action: readonly string[];
  readonly Resource: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const subscribersListen: Check = {
  name: "the accounts that DR_SUBSCRIBER_ACCOUNTS names may have rules of their own on the bus, nobody else may, and none of them may put events",
  find: (app) =>
    inputsOf<{ policy: string }>(app, BUS_POLICY).flatMap(({ policy }) => {
      const { Statement: statements } = JSON.parse(policy) as { Statement: readonly Allowance[] };
      const allowed = statements.filter(({ Effect }) => Effect === "Allow");
      const accounts = allowed.map(({ Principal }) => /^arn:aws:iam::(\d{12}):root$/.exec(Principal.AWS ?? "")?.[1] ?? "anybody");
      const asked = app.environment["DR_SUBSCRIBER_ACCOUNTS"] ?? "";
      return [
        ...(accounts.join() === asked ? [] : [`${accounts.join(", ") || "nobody"} may have rules, asked was ${asked || "nobody"}`]),
        ...allowed.flatMap(({ Action, Resource, Condition }) => [
          ...[Action]
            .flat()
            .filter(
              (action) => !/^events:(?:(?:Put|Describe|Enable|Disable|Delete)Rule|(?:Put|Remove)Targets|ListTargetsByRule)$/.test(action),
            ),
          ...(Resource.endsWith(`:rule/${BUS_NAME}/*`) ? [] : [`a subscriber reaches ${Resource}`]),
          ...(Condition?.["StringEqualsIfExists"]?.["events:creatorAccount"] === "${aws:PrincipalAccount}"
            ? []
            : ["a subscriber may change the rules of others"]),
        ]),
      ];
    }),
  faults: [
    breaking<{ policy: string }>(
      "a subscriber that may change everybody's rules",
      BUS_POLICY,
      (bus) => (bus.policy = bus.policy.replace("events:creatorAccount", "events:source")),
      ({ policy }) => policy.includes("events:creatorAccount"),
    ),
    breaking<{ policy: string }>(
      "a subscriber that may put events",
      BUS_POLICY,
      (bus) => (bus.policy = bus.policy.replace('"events:PutRule"', '"events:PutEvents"')),
      ({ policy }) => policy.includes("events:PutRule"),
    ),
    breaking<{ policy: string }>(
      "an account that nobody named",
      BUS_POLICY,
      (bus) => (bus.policy = bus.policy.replace(":444455556666:root", ":777788889999:root")),
      ({ policy }) => policy.includes(":444455556666:root"),
    ),
  ],
};

interface BucketPolicyInputs {
  readonly bucket: string;
  policy: string;
}

const onlyNamedRolesKeep: Check = {
  name: "a bucket of evidence takes objects from the roles that write it, and from nobody else",
  find: (app) => {
    const policies = inputsOf<BucketPolicyInputs>(app, BUCKET_POLICY);
    const buckets = app.manifests.flatMap(({ buckets: declared = [] }) => declared.map(({ name }) => name));
    const expected = buckets.map((name) => writingRoles(name, app.manifests, SYNTH_ACCOUNT).toSorted().join());
    const found = policies.map(({ policy }) => {
      const [denial] = denials(policy, "s3:PutObject");
      return listed(denial?.Condition?.["ArnNotEquals"]?.["aws:PrincipalArn"]).toSorted().join();
    });
    const missing = inputsOf<object>(app, BUCKET).length === 0 ? [] : expected.filter((roles) => roles === "" || !found.includes(roles));
    return missing.map((roles) => `no bucket is closed to all but ${roles === "" ? "somebody" : roles}`);
  },
  faults: [
    removing("a bucket without policy", BUCKET_POLICY),
    breaking<BucketPolicyInputs>("a bucket that any role writes to", BUCKET_POLICY, (bucket) => {
      bucket.policy = bucket.policy.replace('"s3:PutObject"', '"s3:PutObjectAcl"');
    }),
    breaking<BucketPolicyInputs>("a bucket of which a role that has no business there is let in", BUCKET_POLICY, (bucket) => {
      bucket.policy = bucket.policy.replace(/:role\/dr-/i, ":role/other-");
    }),
  ],
};

/** The checks of resource policies. */
export const senderChecks: readonly Check[] = [onlyNamedRolesSend, nobodySpeaksForAnother, subscribersListen, onlyNamedRolesKeep];
