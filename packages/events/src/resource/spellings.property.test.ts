/** Any two spellings of one thing give one reference, and two things never share one: for every kind, over generated names. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseArn } from "./arn.ts";
import { identify } from "./identify.ts";
import { resourceKindSchema, type ResourceKind } from "./kinds.ts";

const defaults = { account: "123456789012", region: "eu-central-1" };

type Written = string | Readonly<Record<string, string>>;

/** A thing, and all the ways in which it may be written. `identity` is equal for two things only if they are one. */
interface Thing {
  readonly identity: string;
  readonly spellings: readonly Written[];
}

const account = fc.constantFrom("123456789012", "999999999999");
const region = fc.constantFrom("eu-central-1", "us-east-1");
const word = (first: string, rest: string, maxLength: number): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom(...first), fc.string({ unit: fc.constantFrom(...rest), maxLength: maxLength - 1 }))
    .map(([head, tail]) => head + tail);
const LETTERS = "abcdefghij";
const NAME = `${LETTERS}0123456789-`;

/** `text`, each letter in upper or lower case by the bits of `seed`. */
const recase = (text: string, seed: number): string =>
  [...text].map((letter, index) => (Math.floor(seed / 2 ** (index % 30)) % 2 === 1 ? letter.toUpperCase() : letter)).join("");

/** A thing with a name and an ARN: where the ARN is that of the defaults, the bare name means it, too. */
const named = (
  id: fc.Arbitrary<string>,
  arnOf: (account: string, region: string, id: string) => string,
  { ignoresCase = false, reach = "regional" }: { readonly ignoresCase?: boolean; readonly reach?: "regional" | "account" | "global" } = {},
): fc.Arbitrary<Thing> =>
  fc.tuple(id, account, region, fc.nat()).map(([name, acct, reg, seed]) => {
    const at = reach === "regional" ? `${acct}/${reg}` : reach === "account" ? acct : "";
    const isHere = reach === "global" || (acct === defaults.account && (reach === "account" || reg === defaults.region));
    const arn = arnOf(acct, reg, name);
    const cased = (text: string): string[] => (ignoresCase ? [text, recase(text, seed), text.toUpperCase()] : [text]);
    const arns = cased(name).map((each) => arnOf(acct, reg, each));
    return { identity: `${at}/${name}`, spellings: isHere ? [arn, ...arns, ...cased(name)] : [arn, ...arns] };
  });

const octal = (letter: string): string => `\\${(letter.codePointAt(0) ?? 0).toString(8).padStart(3, "0")}`;
const label = fc
  .string({ unit: fc.constantFrom(...Array.from("abxyz019-_*/ @\\é")), minLength: 1, maxLength: 6 })
  .filter((text) => text.trim() === text);

/** Three spellings of one DNS name: letters plain, upper case or escaped. A backslash is always escaped: plain, it may escape what follows. */
const dnsSpellings = (labels: readonly string[], seed: number): readonly string[] => {
  const spell = (choose: (index: number) => number): string =>
    labels
      .map((text, at) =>
        [...text]
          .map((letter, index) => {
            if (letter === "\\") return octal(letter);
            if (letter === "é") return choose(at + index) === 0 ? letter : "\\303\\251";
            return [letter, letter.toUpperCase(), octal(letter), octal(letter.toUpperCase())][choose(at * 7 + index) % 4] ?? letter;
          })
          .join(""),
      )
      .join(".");
  const plain = spell(() => 0);
  return [plain, `${plain}.`, spell(() => 2), `${spell((index) => Math.floor(seed / 2 ** (index % 30)))}.`];
};

const zone = word("Z", "ABC123", 8);
const dnsRecord: fc.Arbitrary<Thing> = fc
  .record({
    zoneId: zone,
    labels: fc.array(label, { minLength: 1, maxLength: 3 }),
    type: fc.constantFrom(undefined, "A", "AAAA", "CNAME"),
    set: fc.option(fc.string({ minLength: 1, maxLength: 5 }), { nil: undefined }),
    seed: fc.nat(),
  })
  .map(({ zoneId, labels, type, set, seed }) => ({
    identity: JSON.stringify([zoneId, labels, type ?? null, set ?? null]),
    spellings: dnsSpellings(labels, seed).flatMap((name) =>
      [zoneId, `/hostedzone/${zoneId}`, `arn:aws:route53:::hostedzone/${zoneId}`].map((written) => ({
        zone: written,
        name,
        ...(type === undefined ? {} : { type }),
        ...(set === undefined ? {} : { set }),
      })),
    ),
  }));

const ids = (prefix: string): fc.Arbitrary<string> => word("0123", "abcdef0123456789", 17).map((hex) => `${prefix}-${hex}`);
const rdsName = word(LETTERS, NAME, 63);
const plainName = word(LETTERS, NAME, 32);

const things: Readonly<Record<ResourceKind, fc.Arbitrary<Thing>>> = {
  arn: fc.tuple(account, region, plainName).map(([acct, reg, name]) => {
    const arn = `arn:aws:sns:${reg}:${acct}:${name}`;
    return { identity: arn, spellings: [arn, ` ${arn}`] };
  }),
  "auto-scaling-group": named(
    plainName,
    (acct, reg, id) => `arn:aws:autoscaling:${reg}:${acct}:autoScalingGroup:1a:autoScalingGroupName/${id}`,
  ),
  "cloudfront-distribution": named(zone, (acct, _reg, id) => `arn:aws:cloudfront::${acct}:distribution/${id}`, { reach: "global" }),
  "dns-record": dnsRecord,
  "drs-source-server": named(ids("s"), (acct, reg, id) => `arn:aws:drs:${reg}:${acct}:source-server/${id}`),
  "ec2-instance": named(ids("i"), (acct, reg, id) => `arn:aws:ec2:${reg}:${acct}:instance/${id}`),
  "efs-file-system": named(ids("fs"), (acct, reg, id) => `arn:aws:elasticfilesystem:${reg}:${acct}:file-system/${id}`, { reach: "global" }),
  "fsx-file-system": named(ids("fs"), (acct, reg, id) => `arn:aws:fsx:${reg}:${acct}:file-system/${id}`, { reach: "global" }),
  "hosted-zone": named(zone, (_acct, _reg, id) => `arn:aws:route53:::hostedzone/${id}`, { reach: "global" }),
  "lambda-function": named(plainName, (acct, reg, id) => `arn:aws:lambda:${reg}:${acct}:function:${id}`),
  "load-balancer": named(plainName, (acct, reg, id) => `arn:aws:elasticloadbalancing:${reg}:${acct}:loadbalancer/net/${id}/0a`, {
    ignoresCase: true,
  }),
  "ontap-volume": fc.tuple(plainName, plainName, fc.option(plainName, { nil: undefined })).map(([svm, volume, cluster]) => ({
    identity: JSON.stringify([cluster, svm, volume]),
    spellings: cluster === undefined ? [`${svm}:${volume}`, { svm, volume }] : [`${cluster}://${svm}/${volume}`, { cluster, svm, volume }],
  })),
  opaque: fc.string({ minLength: 1 }).map((text) => ({ identity: text, spellings: [text] })),
  "rds-cluster": named(rdsName, (acct, reg, id) => `arn:aws:rds:${reg}:${acct}:cluster:${id}`, { ignoresCase: true }),
  "rds-global-cluster": named(rdsName, (acct, _reg, id) => `arn:aws:rds::${acct}:global-cluster:${id}`, {
    ignoresCase: true,
    reach: "account",
  }),
  "rds-instance": named(rdsName, (acct, reg, id) => `arn:aws:rds:${reg}:${acct}:db:${id}`, { ignoresCase: true }),
  "s3-bucket": named(
    word(LETTERS, NAME, 40).map((name) => `bucket-${name}`),
    (_acct, _reg, id) => `arn:aws:s3:::${id}`,
    { reach: "global" },
  ),
  "security-group": named(ids("sg"), (acct, reg, id) => `arn:aws:ec2:${reg}:${acct}:security-group/${id}`),
  "sql-availability-group": fc.tuple(plainName, plainName, fc.nat()).map(([server, group, seed]) => ({
    identity: JSON.stringify([server, group]),
    spellings: [
      { server, group },
      { server: `${recase(server, seed)},1433`, group: recase(group, seed) },
    ],
  })),
  "ssm-document": named(
    plainName.map((name) => `doc-${name}`),
    (acct, reg, id) => `arn:aws:ssm:${reg}:${acct}:document/${id}`,
  ),
  "ssm-managed-node": named(ids("mi"), (acct, reg, id) => `arn:aws:ssm:${reg}:${acct}:managed-instance/${id}`),
  "target-group": named(plainName, (acct, reg, id) => `arn:aws:elasticloadbalancing:${reg}:${acct}:targetgroup/${id}/0a`, {
    ignoresCase: true,
  }),
};

const referencesOf = (kind: ResourceKind, { spellings }: Thing): readonly (string | undefined)[] =>
  spellings.map((written) => identify(kind, written, { defaults })?.reference);

describe.each(resourceKindSchema.options)("%s", (kind) => {
  test("one thing has one reference under all its spellings", () => {
    fc.assert(
      fc.property(things[kind], (thing) => {
        const references = referencesOf(kind, thing);
        expect(references).not.toContain(undefined);
        expect(new Set(references).size).toBe(1);
      }),
    );
  });

  test("two things have two", () => {
    fc.assert(
      fc.property(things[kind], things[kind], (a, b) => {
        expect(referencesOf(kind, a)[0] === referencesOf(kind, b)[0]).toBe(a.identity === b.identity);
      }),
    );
  });
});

test.each(resourceKindSchema.options)("an ARN of a %s is that, also where any ARN may be written", (kind) => {
  fc.assert(
    fc.property(things[kind], ({ spellings }) => {
      const arns = spellings.filter((written) => typeof written === "string" && parseArn(written) !== undefined);
      for (const arn of arns) expect(identify("arn", arn, { defaults })).toEqual(identify(kind, arn, { defaults }));
    }),
  );
});

test("two kinds never share a reference, whatever the name", () => {
  fc.assert(
    fc.property(rdsName, (name) => {
      const references = resourceKindSchema.options.flatMap((kind) => identify(kind, name, { defaults })?.reference ?? []);
      expect(references.length).toBeGreaterThan(1);
      expect(new Set(references).size).toBe(references.length);
    }),
  );
});
