/** Who may become a caller of the API: trust policies that name people and programs one by one, and let nobody choose who they are. */
import { CALLER_ROLES, type CallerRole } from "./caller-roles.ts";
import { listOf } from "./list-of.ts";

/** What whoever deploys says. */
export interface CallerVariables {
  /** `<role>=<ARN>`: IAM users, roles that people sign in to, SAML providers. */
  readonly DR_PEOPLE?: string | undefined;
  /** `<role>=<ARN of a role>`. */
  readonly DR_CLIENTS?: string | undefined;
  /** Agreed with the clients' accounts; without it no other account is let in. */
  readonly DR_CLIENT_EXTERNAL_ID?: string | undefined;
  /** VPC endpoints (`vpce-…`) and public ranges from which clients take the role. */
  readonly DR_CLIENT_NETWORKS?: string | undefined;
}

/** These variables out of a whole environment. */
export function callerVariables(environment: Readonly<Record<string, string | undefined>>): CallerVariables {
  const { DR_PEOPLE, DR_CLIENTS, DR_CLIENT_EXTERNAL_ID, DR_CLIENT_NETWORKS } = environment;
  return { DR_PEOPLE, DR_CLIENTS, DR_CLIENT_EXTERNAL_ID, DR_CLIENT_NETWORKS };
}

/** A role to be made. */
export interface PlannedCaller {
  readonly role: CallerRole;
  readonly trust: string;
}

type Kind = "user" | "role" | "saml";
interface Principal {
  readonly role: CallerRole;
  readonly arn: string;
  readonly kind: Kind;
  readonly accountId: string;
}

const PRINCIPAL = /^arn:aws[a-z-]*:iam::(\d{12}):(user|role|saml-provider)\/[\w+=,.@/-]+$/;
const KIND: Readonly<Record<string, Kind>> = { user: "user", role: "role", "saml-provider": "saml" };

/**
 * The roles that somebody is named for, with their trust policies. Throws, with the variable and what was expected, for a role that is none, for a whole account (`:root`), for people in a
 * program's role and programs in a person's, for a client of another account without an external id, and for private ranges: calls to AWS never come from those.
 */
export function planCallers(variables: CallerVariables, accountId: string): readonly PlannedCaller[] {
  const people = parse("DR_PEOPLE", variables.DR_PEOPLE, "person");
  const clients = parse("DR_CLIENTS", variables.DR_CLIENTS, "program");
  const conditions = clientConditions(variables, clients, accountId);
  return CALLER_ROLES.flatMap((role) => {
    const principals = [...people, ...clients].filter((each) => each.role === role);
    if (principals.length === 0) return [];
    const statements = role.holder === "person" ? peopleMay(principals) : clientsMay(principals, conditions);
    return [{ role, trust: JSON.stringify({ Version: "2012-10-17", Statement: statements }) }];
  });
}

/**
 * Three ways in which a session name is somebody's: an IAM user's is the user's name; of a role, it is the source identity that the sign-in set and nobody can change after it; from a SAML
 * provider it stands in the assertion, which the provider signs (IAM user guide, "Available keys for AWS STS").
 */
function peopleMay(principals: readonly Principal[]): object[] {
  const of = (kind: Kind): string[] => principals.filter((each) => each.kind === kind).map(({ arn }) => arn);
  const ways = [
    {
      arns: of("user"),
      statement: (AWS: string[]) => ({
        Principal: { AWS },
        Action: ["sts:AssumeRole"],
        Condition: { StringEquals: { "sts:RoleSessionName": "${aws:username}" }, Bool: { "aws:MultiFactorAuthPresent": "true" } },
      }),
    },
    {
      arns: of("role"),
      statement: (AWS: string[]) => ({
        Principal: { AWS },
        Action: ["sts:AssumeRole", "sts:SetSourceIdentity"],
        Condition: { StringEquals: { "sts:RoleSessionName": "${aws:SourceIdentity}" }, Null: { "aws:SourceIdentity": "false" } },
      }),
    },
    {
      arns: of("saml"),
      statement: (Federated: string[]) => ({
        Principal: { Federated },
        Action: ["sts:AssumeRoleWithSAML"],
        Condition: { StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } },
      }),
    },
  ];
  return ways.flatMap(({ arns, statement }) => (arns.length > 0 ? [{ Effect: "Allow", ...statement(arns) }] : []));
}

type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** One statement for each kind of network: conditions of one statement must all hold. */
function clientsMay(principals: readonly Principal[], conditions: readonly Conditions[]): object[] {
  return conditions.map((condition) => ({
    Effect: "Allow",
    Principal: { AWS: principals.map(({ arn }) => arn) },
    Action: ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"],
    ...(Object.keys(condition).length > 0 && { Condition: condition }),
  }));
}

function clientConditions(variables: CallerVariables, clients: readonly Principal[], accountId: string): readonly Conditions[] {
  const { DR_CLIENT_EXTERNAL_ID: externalId, DR_CLIENT_NETWORKS: networks } = variables;
  const foreign = clients.find((client) => client.accountId !== accountId);
  if (foreign && externalId === undefined) throw new Error(`DR_CLIENTS: ${foreign.arn} is of another account: set DR_CLIENT_EXTERNAL_ID`);
  if (externalId !== undefined && !/^[\w+=,.@:/-]{2,1224}$/.test(externalId)) {
    throw new Error("DR_CLIENT_EXTERNAL_ID: expected 2 to 1224 letters, digits or any of + = , . @ : / -");
  }
  const known: Readonly<Record<string, string>> = externalId === undefined ? {} : { "sts:ExternalId": externalId };
  const endpoints = listOf(networks).filter((network) => network.startsWith("vpce-"));
  const ranges = listOf(networks).filter((network) => !network.startsWith("vpce-"));
  for (const range of ranges) assertPublic(range);
  const equal = (more: Readonly<Record<string, string | readonly string[]>>): Conditions => {
    const all = { ...known, ...more };
    return Object.keys(all).length > 0 ? { StringEquals: all } : {};
  };
  if (endpoints.length + ranges.length === 0) return [equal({})];
  return [
    ...(endpoints.length > 0 ? [equal({ "aws:SourceVpce": endpoints })] : []),
    ...(ranges.length > 0 ? [{ ...equal({}), IpAddress: { "aws:SourceIp": ranges } }] : []),
  ];
}

/** `aws:SourceIp` is the address that AWS sees (IAM user guide, "AWS global condition context keys"). */
function assertPublic(range: string): void {
  const [, a, b] = /^(\d{1,3})\.(\d{1,3})\.\d{1,3}\.\d{1,3}\/(?:[89]|[12]\d|3[0-2])$/.exec(range) ?? [];
  if (a === undefined) throw new Error(`DR_CLIENT_NETWORKS: "${range}" is neither vpce-… nor a range such as 203.0.113.0/24`);
  const [first, second] = [Number(a), Number(b)];
  const isPrivate = first === 10 || first === 127 || (first === 172 && second >= 16 && second < 32) || (first === 192 && second === 168);
  if (isPrivate)
    throw new Error(
      `DR_CLIENT_NETWORKS: ${range} is private, and no call reaches AWS from there: name the VPC endpoint or the public range`,
    );
}

function parse(variable: string, text: string | undefined, holder: CallerRole["holder"]): readonly Principal[] {
  return listOf(text).map((entry) => {
    const at = entry.indexOf("=");
    const name = entry.slice(0, Math.max(at, 0));
    const arn = entry.slice(at + 1);
    const role = CALLER_ROLES.find((candidate) => candidate.name === name && candidate.holder === holder);
    const names = CALLER_ROLES.filter((candidate) => candidate.holder === holder).map((candidate) => candidate.name);
    if (!role) throw new Error(`${variable}: "${entry}": expected <role>=<ARN>, with a role out of ${names.join(", ")}`);
    const [, accountId, type] = PRINCIPAL.exec(arn) ?? [];
    const kind = KIND[type ?? ""];
    const fits = holder === "person" ? kind !== undefined : kind === "role";
    if (accountId === undefined || kind === undefined || !fits) {
      const expected = holder === "person" ? "one user, role or SAML provider" : "one role";
      throw new Error(`${variable}: "${arn}": expected the ARN of ${expected}; a whole account is nobody in particular`);
    }
    return { role, arn, kind, accountId };
  });
}
