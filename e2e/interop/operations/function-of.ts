/** A function of Node code on a server, with the role that moto wants to see in its IAM. */
import { CreateFunctionCommand, GetFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { waitFor } from "../../support/wait-for.ts";
import type { Peer } from "./scene.ts";
import { zipOf } from "../zip.ts";

/** Creates it, and waits until the server has made it ready. */
export async function createFunction(peer: Peer, FunctionName: string, code: string): Promise<void> {
  const Role = await createRole(peer);
  const runtime = { Runtime: "nodejs22.x" as const, Handler: "index.handler", Timeout: 20 };
  const Code = { ZipFile: zipOf({ "index.js": code }) };
  const lambda = new LambdaClient(peer.at("us-east-1"));
  await lambda.send(new CreateFunctionCommand({ FunctionName, ...runtime, Role, Code }));
  const state = async () => (await lambda.send(new GetFunctionCommand({ FunctionName }))).Configuration?.State;
  await waitFor(`${FunctionName} to be ready`, async () => ((await state()) === "Pending" ? undefined : true));
}

/** By a form, as IAM's API has it: no adapter uses IAM, so that its client is not here. */
async function createRole({ endpoint, at }: Peer): Promise<string> {
  const Statement = [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }];
  const policy = JSON.stringify({ Version: "2012-10-17", Statement });
  const scope = `${at("us-east-1").credentials.accessKeyId}/20261123/us-east-1/iam/aws4_request`;
  const answer = await fetch(endpoint, {
    method: "POST",
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none` },
    body: new URLSearchParams({ Action: "CreateRole", Version: "2010-05-08", RoleName: "dr", AssumeRolePolicyDocument: policy }),
  });
  const arn = /<Arn>([^<]+)<\/Arn>/u.exec(await answer.text())?.[1];
  if (arn === undefined) throw new Error(`IAM made no role: ${answer.status}`);
  return arn;
}
