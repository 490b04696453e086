/** The HTTP API in front of the API's function, and people who call it. */
import { request } from "node:http";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import type { ApiAnswer, ApiCall, SignedClient } from "@dr/client/signed-client";
import type { ServiceManifest } from "@dr/runtime";
import { functionArn } from "./functions.ts";
import { ACCOUNT, clientConfig, REGION, rest, type Place } from "./place.ts";

/** Makes the API with all routes of the manifest; gives its host. */
export async function createGateway(place: Place, services: readonly ServiceManifest[]): Promise<string> {
  const call = <T>(path: string, body: object): Promise<T> =>
    rest<T>(place, { service: "apigateway", method: "POST", path: `/v2/apis${path}`, body });
  const { apiId } = await call<{ apiId: string }>("", { name: "dr-orchestration", protocolType: "HTTP" });
  for (const { name, trigger } of services.flatMap(({ functions }) => functions)) {
    if (trigger.kind !== "http") continue;
    const integration = { integrationType: "AWS_PROXY", integrationUri: functionArn(name), payloadFormatVersion: "2.0" };
    const { integrationId } = await call<{ integrationId: string }>(`/${apiId}/integrations`, integration);
    for (const { method, path, open } of trigger.routes) {
      const authorizationType = open === true ? "NONE" : "AWS_IAM";
      await call(`/${apiId}/routes`, { routeKey: `${method} ${path}`, authorizationType, target: `integrations/${integrationId}` });
    }
  }
  await call(`/${apiId}/stages`, { stageName: "$default", autoDeploy: true });
  return `${apiId}.execute-api.localhost:${new URL(place.endpoint).port}`;
}

/** A session of a role, by which the gateway tells the function who calls. MiniStack checks no signature, but refuses a call without one. */
export async function callerAs(
  place: Place,
  host: string,
  { role, name }: { readonly role: string; readonly name: string },
): Promise<SignedClient> {
  const RoleArn = `arn:aws:iam::${ACCOUNT}:role/${role}`;
  const { Credentials } = await new STSClient(clientConfig(place)).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: name }));
  const scope = `${Credentials?.AccessKeyId}/20261123/${REGION}/execute-api/aws4_request`;
  return callerWith(place, host, { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none` });
}

/** A caller with these headers. The host's name resolves nowhere: it is said in the header alone. */
export function callerWith({ endpoint }: Place, host: string, own: Readonly<Record<string, string>>): SignedClient {
  return <Body>({ method, path, body, headers: more = {} }: ApiCall) => {
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const sized = payload === undefined ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(payload) };
    const headers = { ...own, ...more, ...sized, host };
    return new Promise<ApiAnswer<Body>>((resolve, reject) => {
      const sent = request(`${endpoint}${path}`, { method, headers, setHost: false }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          resolve({ status: response.statusCode ?? 0, headers: new Headers(), body: (text === "" ? {} : JSON.parse(text)) as Body });
        });
      });
      sent.on("error", reject);
      sent.end(payload);
    });
  };
}
