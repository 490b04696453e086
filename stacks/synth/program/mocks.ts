/** Stands in for AWS: remembers each resource that the program asks for, and answers with what AWS would have made of it. */
import { arnOf, queueUrl, ruleArn } from "../../src/model/arns.ts";
import { toPolicyJson } from "./policy-json.ts";
import { SYNTH_ACCOUNT, type Resource } from "./resource.ts";

/** What Pulumi asks its mocks for. */
interface NewResource {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
  readonly id?: string;
}

/** Pulumi's mocks (`pulumi.runtime.setMocks`). Parameter Store answers from `parameters`; `keptNames` says which resources stay when their app is removed, as `<type> <name>`. */
export function createMocks(resources: Resource[], parameters: Readonly<Record<string, string>>, keptNames: ReadonlySet<string>) {
  return {
    newResource({ type, name, inputs, id = "" }: NewResource): { id: string; state: Record<string, unknown> } {
      const kept = keptNames.has(`${type} ${name}`);
      resources.push({ type, name, inputs: withoutSecrets(inputs), ...(id !== "" && { importId: id }), ...(kept && { kept }) });
      return { id: physicalName(name, inputs), state: { ...inputs, ...attributes(type, name, inputs) } };
    },
    call({ token, inputs }: { token: string; inputs: Record<string, unknown> }): Record<string, unknown> {
      return answerCall(token, inputs, parameters);
    },
  };
}

/** Pulumi wraps what a provider holds secret, such as every parameter's value, into an object with this key. */
const SECRET = "4dabf18193072939515e22adb298388d";

function withoutSecrets(inputs: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(inputs).map(([key, value]) => [
      key,
      typeof value === "object" && value !== null && SECRET in value ? (value as { value?: unknown }).value : value,
    ]),
  );
}

function physicalName(name: string, inputs: Record<string, unknown>): string {
  return typeof inputs["name"] === "string" ? inputs["name"] : name;
}

/** What is known of a resource only once it exists. */
function attributes(type: string, logical: string, inputs: Record<string, unknown>): Record<string, unknown> {
  const name = physicalName(logical, inputs);
  const { region, accountId } = SYNTH_ACCOUNT;
  switch (type) {
    case "aws:sqs/queue:Queue":
      return { arn: arnOf(SYNTH_ACCOUNT, "queue", name), url: queueUrl(SYNTH_ACCOUNT, name) };
    case "aws:dynamodb/table:Table":
      return {
        arn: arnOf(SYNTH_ACCOUNT, "table", name),
        streamArn: `${arnOf(SYNTH_ACCOUNT, "table", name)}/stream/2026-11-23T00:00:00.000`,
      };
    case "aws:cloudwatch/eventBus:EventBus":
      return { arn: arnOf(SYNTH_ACCOUNT, "bus", name) };
    case "aws:cloudwatch/eventRule:EventRule":
      return { arn: ruleArn(SYNTH_ACCOUNT, String(inputs["eventBusName"]), name) };
    case "aws:sns/topic:Topic":
      return { arn: arnOf(SYNTH_ACCOUNT, "topic", name) };
    case "aws:kms/key:Key":
      return { arn: `arn:aws:kms:${region}:${accountId}:key/${logical}` };
    case "aws:kms/replicaKey:ReplicaKey":
      return { arn: `arn:aws:kms:${String(inputs["region"])}:${accountId}:key/${logical}` };
    case "aws:apigatewayv2/api:Api":
      return {
        apiEndpoint: "https://api.invalid",
        executionArn: `arn:aws:execute-api:${region}:${accountId}:${logical}`,
        arn: `arn:aws:apigateway:${region}::/apis/${logical}`,
      };
    case "aws:lambda/function:Function":
      return { arn: `arn:aws:lambda:${region}:${accountId}:function:${name}` };
    case "aws:iam/role:Role":
      return { arn: `arn:aws:iam::${accountId}:role/${name}` };
    default:
      return { name, arn: `arn:aws:${type.split(":").at(-1)?.toLowerCase()}:${region}:${accountId}:${name}` };
  }
}

function answerCall(token: string, inputs: Record<string, unknown>, parameters: Readonly<Record<string, string>>): Record<string, unknown> {
  const { accountId, region, partition, dnsSuffix } = SYNTH_ACCOUNT;
  const [, , call] = token.split(":");
  switch (call) {
    case "getCallerIdentity":
      return { accountId, arn: `arn:aws:iam::${accountId}:root` };
    case "getRegion":
      return { region, name: region };
    case "getPartition":
      return { partition, dnsSuffix };
    case "getPolicyDocument":
      return { ...inputs, json: toPolicyJson(inputs) };
    case "getParametersByPath": {
      const below = Object.entries(parameters).filter(([name]) => name.startsWith(`${String(inputs["path"])}/`));
      return { names: below.map(([name]) => name), values: below.map(([, value]) => value) };
    }
    case "getTable":
      return { streamArn: `${arnOf(SYNTH_ACCOUNT, "table", String(inputs["name"]))}/stream/2026-11-23T00:00:00.000` };
    case "getAlias":
      return { targetKeyId: `key-of-${String(inputs["name"])}` };
    case "getParameter":
      return { value: parameters[String(inputs["name"])] };
    default:
      throw new Error(`the program asks AWS for ${token}, which has no answer offline: add it to stacks/synth/program/mocks.ts`);
  }
}
