/** A client with one signer signs as the SDK does: with the credentials and the time of each request. */
import { DynamoDBClient, ListTablesCommand, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { withOneSigner } from "./one-signer.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-11-30T02:00:00.000Z") }));
afterEach(() => void vi.useRealTimers());

type FinalizeArgs = { readonly request: { readonly headers: Record<string, string> } };
type FinalizeHandler = (args: FinalizeArgs) => Promise<unknown>;
type Credentials = DynamoDBClientConfig["credentials"];
const keys = (accessKeyId: string, rest: { sessionToken?: string; expiration?: Date } = {}) => ({
  accessKeyId,
  secretAccessKey: `${accessKeyId}-secret`,
  ...rest,
});

/** A client without a network, and what it signed. */
function clientOf(credentials: Credentials): { readonly client: DynamoDBClient; readonly signed: () => Promise<Record<string, unknown>> } {
  let headers: Record<string, unknown> = {};
  const requestHandler = {
    handle: (request: { readonly headers: Record<string, unknown> }) => {
      ({ headers } = request);
      return Promise.reject(new Error("no network"));
    },
  };
  const client = new DynamoDBClient({ region: "eu-west-1", maxAttempts: 1, credentials, requestHandler } as DynamoDBClientConfig);
  // Part of what is signed, and another one with each request.
  const named = (next: FinalizeHandler) => (args: FinalizeArgs) => {
    args.request.headers["amz-sdk-invocation-id"] = "the same";
    return next(args);
  };
  client.middlewareStack.addRelativeTo(named as never, { relation: "after", toMiddleware: "retryMiddleware" });
  const signed = async () => {
    await expect(client.send(new ListTablesCommand({}))).rejects.toThrow("no network");
    const { authorization, "x-amz-date": date, "x-amz-security-token": token } = headers;
    return { authorization, date, token };
  };
  return { client, signed };
}

it("signs each request as the SDK's own signers do, at its own time, and is made once", async () => {
  const own = clientOf(keys("AKIAONE", { sessionToken: "token" }));
  const one = clientOf(keys("AKIAONE", { sessionToken: "token" }));
  const make = vi.spyOn(one.client.config, "signer");
  withOneSigner(one.client);
  const first = await one.signed();
  expect(first).toEqual(await own.signed());
  expect(first["authorization"]).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIAONE\/20261130\/eu-west-1\/dynamodb\/aws4_request, /);
  vi.setSystemTime(Date.parse("2026-12-01T03:00:00.000Z"));
  const second = await one.signed();
  expect(second).toEqual(await own.signed());
  expect([first["date"], second["date"]]).toEqual(["20261130T020000Z", "20261201T030000Z"]);
  expect(make).toHaveBeenCalledTimes(1);
});

it("signs with the credentials of now when those of before have expired", async () => {
  const handedOut: string[] = [];
  const { client, signed } = clientOf(async () => {
    handedOut.push(`AKIA${handedOut.length}`);
    return keys(handedOut.at(-1) ?? "", { expiration: new Date(Date.now() + 3_600_000) });
  });
  withOneSigner(client);
  expect((await signed())["authorization"]).toContain("Credential=AKIA0/");
  vi.setSystemTime(Date.now() + 3_600_001);
  expect((await signed())["authorization"]).toContain("Credential=AKIA1/");
});

it("leaves a scheme of an endpoint's own to the SDK, and asks again after a failure", async () => {
  const asked: unknown[] = [];
  const signer = vi.fn(async (scheme?: string) => {
    asked.push(scheme);
    if (asked.length === 1) throw new Error("no Region yet");
    return `signer ${asked.length}`;
  });
  const { config } = withOneSigner({ config: { signer } });
  await expect(config.signer()).rejects.toThrow("no Region yet");
  expect([await config.signer(), await config.signer("sigv4a"), await config.signer("sigv4a"), await config.signer()]).toEqual([
    "signer 2",
    "signer 3",
    "signer 4",
    "signer 2",
  ]);
});
