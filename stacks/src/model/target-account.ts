/** The roles that a target account deploys, so that adapters here may act there, and look: a CloudFormation template made from the adapters' manifests. */
import type { AdapterManifest, FunctionManifest, IamIntent, ServiceManifest } from "@dr/runtime";
import { READ_ROLE_SUFFIX, TARGET_ROLE } from "@dr/runtime/target-account";
import { refuseOtherRegions } from "./allowed-regions.ts";
import { roleNameOf } from "./names.ts";

/** Rights on what only the platform's own account has: its secrets and parameters, its existing DRS solution, roles of third accounts. */
const OF_THE_HUB = /^(?:dynamodb|secretsmanager|cognito-idp|sts|states|execute-api):|^ssm:GetParameter|^lambda:InvokeFunction$/;
/** Functions of the application that plans may invoke are in the target account, too. */
const RECOVERY_FUNCTIONS = /:function:(?:app|db)-recovery-\*$/;

/** A managed policy holds 6,144 characters without blanks, a role ten of them (IAM user guide, "IAM and STS quotas"). */
const MAX_POLICY_CHARACTERS = 6_000;

interface TemplateStatement {
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/**
 * The template as plain data. The trust names each adapter's roles one by one, for the Regions that a parameter lists, demands the external id and a session name `dr-…`, and lets the adapter set the
 * source identity that CloudTrail shows. Rights are those of the adapters' manifests, in this account, in all Regions or in those of a parameter: a plan names the resources and nobody edits policies during a disaster.
 */
export function targetAccountTemplate(
  adapters: readonly AdapterManifest[],
  platform: readonly ServiceManifest[],
): Readonly<Record<string, unknown>> {
  // Who needs nothing there is not let in.
  const acting = adapters.filter((adapter) => rightsOf(adapter).length > 0);
  const reads = new Set(acting.flatMap((adapter) => rightsOf(adapter, mayRead)).map((statement) => JSON.stringify(statement)));
  const readPolicies = inPolicies([...reads].map((text) => JSON.parse(text) as TemplateStatement)).map(
    (statements, index) => [policyName({ technology: "read" }, index), statements] as const,
  );
  // What both roles have stands once.
  const writePolicies = acting.flatMap((adapter) =>
    inPolicies(rightsOf(adapter).filter((statement) => !reads.has(JSON.stringify(statement)))).map(
      (statements, index) => [policyName(adapter, index), statements] as const,
    ),
  );
  const functions = [...acting, ...platform].flatMap((service) => service.functions);
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: "Lets the adapters of DR Orchestrator act in this account. Made from their manifests; do not edit.",
    Parameters: {
      HubAccountId: { Type: "String", AllowedPattern: "^[0-9]{12}$", Description: "Account in which DR Orchestrator is deployed" },
      HubRegion: { Type: "String", AllowedPattern: "^[a-z]{2}(-[a-z]+)+-[0-9]$", Description: "Region in which it is deployed" },
      HubOtherRegion: {
        Type: "String",
        Default: "",
        AllowedPattern: "^$|^[a-z]{2}(-[a-z]+)+-[0-9]$",
        Description: "Its other Region, if it runs in two",
      },
      ExternalId: {
        Type: "String",
        MinLength: 2,
        MaxLength: 1224,
        AllowedPattern: "^[\\w+=,.@:/-]+$",
        Description: "As in the table dr-cross-account-config of the hub account",
      },
      AllowedRegions: {
        Type: "CommaDelimitedList",
        Default: "",
        Description: "Regions in which adapters may act here, as DR_ALLOWED_REGIONS of the hub; none: any",
      },
    },
    Conditions: {
      HasOtherRegion: { "Fn::Not": [{ "Fn::Equals": [{ Ref: "HubOtherRegion" }, ""] }] },
      HasAllowedRegions: { "Fn::Not": [{ "Fn::Equals": [{ "Fn::Join": ["", { Ref: "AllowedRegions" }] }, ""] }] },
    },
    Resources: {
      TargetRole: role(TARGET_ROLE, "DR Orchestrator's adapters act in this account", functions.filter(mayAct), [
        ...writePolicies,
        ...readPolicies,
      ]),
      ReadRole: role(
        `${TARGET_ROLE}${READ_ROLE_SUFFIX}`,
        "DR Orchestrator's adapters answer questions about this account",
        acting.flatMap((adapter) => adapter.functions.filter(mayRead)),
        readPolicies,
      ),
      ...Object.fromEntries(
        [...writePolicies, ...readPolicies].map(([name, Statement]) => [
          name,
          { Type: "AWS::IAM::ManagedPolicy", Properties: { PolicyDocument: { Version: "2012-10-17", Statement } } },
        ]),
      ),
      AllowedRegionsAlone: {
        Type: "AWS::IAM::ManagedPolicy",
        Condition: "HasAllowedRegions",
        Properties: { PolicyDocument: { Version: "2012-10-17", Statement: [refuseOtherRegions({ Ref: "AllowedRegions" })] } },
      },
    },
    Outputs: { RoleArn: { Description: "For the table dr-cross-account-config", Value: { "Fn::GetAtt": ["TargetRole", "Arn"] } } },
  };
}

/** A role that some functions of the hub may take, under the external id, limited to the Regions of the parameter. */
function role(
  name: string,
  description: string,
  functions: readonly FunctionManifest[],
  policies: readonly (readonly [string, unknown])[],
): object {
  return {
    Type: "AWS::IAM::Role",
    Properties: {
      RoleName: name,
      Description: description,
      MaxSessionDuration: 3_600,
      AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [trust(functions)] },
      ManagedPolicyArns: [
        ...policies.map(([policy]) => ({ Ref: policy })),
        { "Fn::If": ["HasAllowedRegions", { Ref: "AllowedRegionsAlone" }, { Ref: "AWS::NoValue" }] },
      ],
    },
  };
}

/** By its own policy: the functions that do adapters' tasks, and the API, which tries whether it can be taken. */
function mayAct(declared: FunctionManifest): boolean {
  return rolesTaken(declared).some((arn) => !arn.endsWith(READ_ROLE_SUFFIX));
}

/** Those that answer questions: what takes the other role may act. */
function mayRead(declared: FunctionManifest): boolean {
  return rolesTaken(declared).some((arn) => arn.endsWith(READ_ROLE_SUFFIX));
}

function rolesTaken({ iam }: FunctionManifest): readonly string[] {
  return iam.flatMap((intent) => ("arns" in intent ? intent.arns.filter((arn) => arn.includes(`:role/${TARGET_ROLE}`)) : []));
}

/** One statement, so that the roles of two Regions fit into the 2,048 characters of a trust policy. */
function trust(functions: readonly FunctionManifest[]): object {
  const principals = functions.flatMap((declared) => {
    const roleIn = (region: string) => ({
      "Fn::Sub": `arn:\${AWS::Partition}:iam::\${HubAccountId}:role/${roleNameOf(declared, `\${${region}}`)}`,
    });
    return [roleIn("HubRegion"), { "Fn::If": ["HasOtherRegion", roleIn("HubOtherRegion"), { Ref: "AWS::NoValue" }] }];
  });
  return {
    Effect: "Allow",
    Principal: { AWS: principals },
    Action: ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"],
    Condition: { StringEquals: { "sts:ExternalId": { Ref: "ExternalId" } }, StringLike: { "sts:RoleSessionName": "dr-*" } },
  };
}

function policyName({ technology }: Pick<AdapterManifest, "technology">, index: number): string {
  const name = technology
    .split(/[^a-zA-Z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
  return `${name}Rights${index === 0 ? "" : index + 1}`;
}

/** The adapter's rights on what it acts on; its queue, its ledger and the bus are the hub's. */
function rightsOf({ functions }: AdapterManifest, among: (declared: FunctionManifest) => boolean = () => true): TemplateStatement[] {
  const statements = new Map<string, TemplateStatement>();
  for (const intent of functions.filter(among).flatMap(({ iam }) => iam)) {
    const statement = toStatement(intent);
    if (statement) statements.set(JSON.stringify(statement), statement);
  }
  return [...statements.values()];
}

function toStatement(intent: IamIntent): TemplateStatement | undefined {
  if (!("arns" in intent) && !("noResourceLevelSupport" in intent)) return undefined;
  const recoveries = "arns" in intent && intent.arns.every((arn) => RECOVERY_FUNCTIONS.test(arn));
  const Action = intent.actions.filter((action) => recoveries || !OF_THE_HUB.test(action));
  if (Action.length === 0) return undefined;
  if ("noResourceLevelSupport" in intent) return { Effect: "Allow", Action, Resource: "*" };
  const Condition: Record<string, Record<string, unknown>> = {};
  for (const { test, variable, values } of intent.conditions ?? []) Condition[test] = { ...Condition[test], [variable]: values.map(here) };
  return { Effect: "Allow", Action, Resource: intent.arns.map(here), ...(intent.conditions && { Condition }) };
}

/** A manifest's pattern in CloudFormation's words: in the account where the template is deployed. */
function here(pattern: string): unknown {
  const text = pattern
    .replaceAll("${partition}", "${AWS::Partition}")
    .replaceAll("${region}", "${AWS::Region}")
    .replaceAll("${account}", "${AWS::AccountId}");
  return text === pattern ? pattern : { "Fn::Sub": text };
}

/** As many statements in each as fit. */
function inPolicies(statements: readonly TemplateStatement[]): TemplateStatement[][] {
  const policies: TemplateStatement[][] = [];
  let left = 0;
  for (const statement of statements) {
    const size = JSON.stringify(statement).length + 1;
    if (size > left) {
      policies.push([]);
      left = MAX_POLICY_CHARACTERS;
    }
    policies.at(-1)?.push(statement);
    left -= size;
  }
  return policies;
}
