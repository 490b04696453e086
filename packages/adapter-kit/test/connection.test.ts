/** Clients connect where the environment says, or where it is connected through. */
import { expect, test } from "vitest";
import { connectedThrough, connectionOf, createClientPair, createRegionalClients } from "../src/index.ts";

const env = { AWS_REGION: "eu-west-1", DR_AWS_ENDPOINT: "http://127.0.0.1:5000" };
const handler = { handle: () => Promise.reject(new Error("not asked")) };
const credentials = { accessKeyId: "ASIAOTHER", secretAccessKey: "not-checked" };

test("a function's own environment says nothing: its Region, its role, the SDK's sockets", () => {
  const { read, mutate } = createClientPair(env, (config) => config);
  expect([read.region, read.maxAttempts, mutate.maxAttempts, read.endpoint]).toEqual(["eu-west-1", 5, 1, "http://127.0.0.1:5000"]);
  expect(read.requestHandler).toEqual({ connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true });
  expect(read).not.toHaveProperty("credentials");
});

test("what it is connected through holds for both clients, also after a copy; a Region that is asked for goes before", () => {
  const through = { ...connectedThrough(env, { region: "us-west-2", requestHandler: handler, credentials, readAttempts: 1 }) };
  const { read, mutate } = createClientPair(through, (config) => config);
  expect([read, mutate]).toEqual([
    { region: "us-west-2", endpoint: "http://127.0.0.1:5000", maxAttempts: 1, retryMode: "adaptive", requestHandler: handler, credentials },
    { region: "us-west-2", endpoint: "http://127.0.0.1:5000", maxAttempts: 1, retryMode: "standard", requestHandler: handler, credentials },
  ]);
  const regional = createRegionalClients((region) => createClientPair(through, (config) => config, region).read.region);
  expect([regional(), regional("ap-south-1")]).toEqual(["us-west-2", "ap-south-1"]);
});

test("one connection adds to another", () => {
  const both = connectedThrough(connectedThrough(env, { region: "us-west-2", readAttempts: 1 }), { region: "us-east-2", credentials });
  expect(connectionOf(both)).toEqual({ region: "us-east-2", readAttempts: 1, credentials });
  expect([connectionOf(env), Object.keys(both)]).toEqual([{}, Object.keys(env)]);
});
