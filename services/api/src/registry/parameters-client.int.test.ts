import { createServer, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseEnv } from "@dr/runtime";
import { createParameterReader } from "./parameter-reader.ts";

/** Answers GetParametersByPath as Parameter Store does: at most MaxResults a page, the next one by token. */
const parameters = Array.from({ length: 23 }, (_, index) => ({ Name: `/dr-orchestration/adapters/t${index}`, Value: `{"n":${index}}` }));
const asked: Record<string, unknown>[] = [];
let server: Server;

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const input = JSON.parse(Buffer.concat(chunks).toString()) as { MaxResults: number; NextToken?: string };
      asked.push({ target: request.headers["x-amz-target"], ...input });
      const start = Number(input.NextToken ?? "0");
      const end = start + input.MaxResults;
      response.setHeader("content-type", "application/x-amz-json-1.1");
      const NextToken = end < parameters.length ? String(end) : undefined;
      response.end(JSON.stringify({ Parameters: parameters.slice(start, end), NextToken }));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => server.close());

test("every page below the path is read, ten parameters at a time", async () => {
  process.env["AWS_ACCESS_KEY_ID"] ??= "local";
  process.env["AWS_SECRET_ACCESS_KEY"] ??= "local";
  const { port } = server.address() as AddressInfo;
  const read = createParameterReader(parseEnv({ AWS_REGION: "us-east-1", DR_SSM_ENDPOINT: `http://127.0.0.1:${port}` }, []));
  expect(await read()).toEqual(parameters.map(({ Name, Value }) => ({ name: Name, value: Value })));
  const common = { target: "AmazonSSM.GetParametersByPath", Path: "/dr-orchestration/adapters", Recursive: true, MaxResults: 10 };
  expect(asked).toEqual([common, { ...common, NextToken: "10" }, { ...common, NextToken: "20" }]);
});
