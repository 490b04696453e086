// Parameters of an estate that was left with a fault standing: a runtime starts on it all the same.
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { createEstate, createEstateServer } from "@dr/estate";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { writeParameters, writeSecrets } from "./named-values.ts";

it.each([
  { fault: { kind: "region-down", region: "us-east-1" }, reason: "ECONNRESET" },
  { fault: { kind: "throttle", service: "ssm" }, reason: "ThrottlingException" },
] as const)("are kept where $fault.kind stands, and what is new is there", async ({ fault, reason }) => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "local");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "local");
  const folder = mkdtempSync(join(tmpdir(), "dr-named-values-"));
  const estate = createEstate({
    dataDir: folder,
    clock: Date.now,
    speed: 1,
    seed: "1",
    accountId: "000000000000",
    defaultRegion: "us-east-1",
  });
  const server = await createEstateServer(estate);
  const logged: string[] = [];
  const target = {
    estate,
    endpoint: server.url,
    region: "us-east-1",
    log: (level: string, text: string) => void logged.push(`${level} ${text}`),
  };
  await writeParameters(target, [{ name: "/old", value: "1" }]);
  await writeSecrets(target, [{ name: "old", value: "1" }]);
  estate.faults.add(fault);
  await writeParameters(target, [
    { name: "/old", value: "2" },
    { name: "/new", value: "1" },
  ]);
  await writeSecrets(target, [{ name: "old", value: "1" }]);
  expect(logged[0]).toMatch(new RegExp(`^warn estate: parameters stay as an earlier start wrote them: .*${reason}`));
  estate.faults.clear();
  const client = new SSMClient({ region: "us-east-1", endpoint: server.url });
  const valueOf = async (Name: string) => (await client.send(new GetParameterCommand({ Name }))).Parameter?.Value;
  expect([await valueOf("/old"), await valueOf("/new")]).toEqual(["1", "1"]);
  await writeParameters(target, [{ name: "/old", value: "2" }]);
  expect(await valueOf("/old")).toBe("2");
  client.destroy();
  await server.close();
  estate.close();
  rmSync(folder, { recursive: true, force: true });
});
