/** Instances that run scripts, automations, functions, endpoints. */
import { createHash, randomUUID } from "node:crypto";
import { DescribeImagesCommand, EC2Client, RunInstancesCommand } from "@aws-sdk/client-ec2";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import {
  CreateDocumentCommand,
  DescribeInstanceInformationCommand,
  GetCommandInvocationCommand,
  ListCommandsCommand,
  PutParameterCommand,
  SSMClient,
  StartAutomationExecutionCommand,
} from "@aws-sdk/client-ssm";
import { createFunction } from "./function-of.ts";
import type { Peer, Scene } from "./scene.ts";

const EAST = "us-east-1";

/** An instance that runs. */
export async function runInstance(peer: Peer, more: { readonly subnetId?: string } = {}): Promise<string> {
  const ec2 = new EC2Client(peer.at(EAST));
  const { Images } = await ec2.send(new DescribeImagesCommand({ Owners: ["amazon"] }));
  const ImageId = Images?.[0]?.ImageId ?? "ami-0abcdef1234567890";
  const place = more.subnetId === undefined ? {} : { SubnetId: more.subnetId };
  const { Instances } = await ec2.send(new RunInstancesCommand({ ImageId, MinCount: 1, MaxCount: 1, InstanceType: "t3.micro", ...place }));
  return Instances?.[0]?.InstanceId ?? "";
}

const SHELL = JSON.stringify({
  schemaVersion: "2.2",
  description: "runs a script",
  parameters: { commands: { type: "StringList" }, executionTimeout: { type: "String", default: "60" } },
  mainSteps: [{ action: "aws:runShellScript", name: "run", inputs: { runCommand: ["{{ commands }}"] } }],
});

/** What Systems Manager says that the script of an instance ended with. */
async function exitCode(peer: Peer, instanceId: string): Promise<number | undefined> {
  const ssm = new SSMClient(peer.at(EAST));
  const { Commands } = await ssm.send(new ListCommandsCommand({ InstanceId: instanceId }));
  const CommandId = Commands?.[0]?.CommandId;
  const { ResponseCode } = await ssm.send(new GetCommandInvocationCommand({ InstanceId: instanceId, CommandId }));
  return ResponseCode;
}

/** A script that writes a file runs on an instance: nothing of that can be faked by an answer. */
export function runsDocument(operation: "run_command" | "start_application" | "stop_application"): Scene {
  return async (peer) => {
    const ssm = new SSMClient(peer.at(EAST));
    const name = `DR-${operation}`;
    await ssm.send(new CreateDocumentCommand({ Name: name, Content: SHELL, DocumentType: "Command", DocumentFormat: "JSON" }));
    const instanceId = await runInstance(peer);
    const procedure = { ssmDocument: name, parameters: { commands: ["true"] } };
    const config = operation === "run_command" ? procedure : { start: procedure, stop: procedure };
    return { resources: { instances: [instanceId] }, config, fact: () => exitCode(peer, instanceId), wanted: 0 };
  };
}

/** A script of Parameter Store, by version and checksum. */
export const runsScript: Scene = async (peer) => {
  const text = "true";
  const Name = "/dr-orchestration/scripts/recover";
  await new SSMClient(peer.at(EAST)).send(new PutParameterCommand({ Name, Value: text, Type: "String" }));
  const instanceId = await runInstance(peer);
  const sha256 = createHash("sha256").update(text).digest("hex");
  return {
    resources: { instances: [instanceId] },
    config: { script: { source: `ssm-param:${Name}`, version: 1, sha256 } },
    fact: () => exitCode(peer, instanceId),
    wanted: 0,
  };
};

/** An Automation document. */
export const runsAutomation: Scene = async (peer) => {
  const ssm = new SSMClient(peer.at(EAST));
  const steps = [{ name: "wait", action: "aws:sleep", inputs: { Duration: "PT1S" } }];
  const Content = JSON.stringify({ schemaVersion: "0.3", mainSteps: steps });
  await ssm.send(new CreateDocumentCommand({ Name: "DR-Move", Content, DocumentType: "Automation", DocumentFormat: "JSON" }));
  await ssm.send(new StartAutomationExecutionCommand({ DocumentName: "DR-Move" }));
  return { resources: { documents: ["DR-Move"] }, fact: () => Promise.resolve("an automation ran: write its fact"), wanted: "" };
};

/** An instance registers with Systems Manager. */
export const waitsOnline: Scene = async (peer) => {
  const instanceId = await runInstance(peer);
  const online = async () => {
    const { InstanceInformationList } = await new SSMClient(peer.at(EAST)).send(new DescribeInstanceInformationCommand({}));
    return InstanceInformationList?.find(({ InstanceId }) => InstanceId === instanceId)?.PingStatus;
  };
  return { resources: { instances: [instanceId] }, fact: online, wanted: "Online" };
};

/** A function that keeps the contract of recovery functions: it does each operation once and tells later what became of it. */
const recoveryCode = (folder: string): string => `
const { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } = require("node:fs");
exports.handler = async ({ operationId, action }) => {
  mkdirSync("${folder}", { recursive: true });
  const [mark, count] = ["${folder}/" + operationId.replace(/[^a-zA-Z0-9]/g, "_"), "${folder}/count"];
  if (action === "count") return existsSync(count) ? readFileSync(count, "utf8").length : 0;
  if (action !== "status" && !existsSync(mark)) {
    writeFileSync(mark, action);
    appendFileSync(count, "x");
  }
  return { schemaVersion: 1, operationId, status: existsSync(mark) ? "succeeded" : "unknown" };
};`;

/** A recovery function is called, and it is the function that tells how often it acted. */
export function invokesFunction(name: string): Scene {
  return async (peer) => {
    const lambda = new LambdaClient(peer.at(EAST));
    const FunctionName = `app-recovery-${name}`;
    // A server may run functions on the machine itself, where another run has left its files.
    await createFunction(peer, FunctionName, recoveryCode(`/tmp/dr-interop-${randomUUID()}`));
    const acted = async () => {
      const Payload = new TextEncoder().encode(JSON.stringify({ operationId: "", action: "count" }));
      const answer = await lambda.send(new InvokeCommand({ FunctionName, Payload }));
      return JSON.parse(new TextDecoder().decode(answer.Payload)) as unknown;
    };
    return { resources: { functions: [FunctionName] }, fact: acted, wanted: 1 };
  };
}

/** The server's own page, which is an endpoint like any other. */
export const looksAtEndpoint: Scene = async (peer) => {
  const page = peer.name === "moto" ? "/moto-api/data.json" : "/_ministack/health";
  const url = `${peer.endpoint}${page}`;
  return { resources: { endpoints: [url] }, fact: async () => (await fetch(url)).status, wanted: 200 };
};
