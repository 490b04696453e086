// The program itself: whoever reads its output may go, and where it finds no keys it says what it would have taken.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

const home = mkdtempSync(join(tmpdir(), "dr-cli-"));
const server = createServer((_, response) => response.setHeader("content-type", "application/json").end(JSON.stringify({ plans: [] })));
let endpoint = "";
beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  writeFileSync(join(home, "config"), "[profile there]\nregion = us-east-1\n");
});
afterAll(() => {
  server.close();
  rmSync(home, { recursive: true, force: true });
});

/** Runs `dr` in a home of its own, without any keys but those that are given. */
async function run(args: readonly string[], variables: Record<string, string> = {}, isRead = true) {
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", join(import.meta.dirname, "main.ts"), ...args], {
    cwd: home,
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env["PATH"], HOME: home, AWS_EC2_METADATA_DISABLED: "true", AWS_CONFIG_FILE: join(home, "config"), ...variables },
  });
  const said = { out: "", err: "" };
  child.stderr.on("data", (chunk) => (said.err += String(chunk)));
  if (isRead) child.stdout.on("data", (chunk) => (said.out += String(chunk)));
  else child.stdout.destroy();
  const [code] = (await once(child, "close")) as [number | null];
  return { code, ...said };
}

it("ends as every program in a pipe does when its reader has gone, without a word", async () => {
  const keys = { AWS_ACCESS_KEY_ID: "k", AWS_SECRET_ACCESS_KEY: "s" };
  expect(await run(["plans", "list", "--json", "--endpoint", endpoint], keys)).toEqual({ code: 0, out: '{"plans":[]}\n', err: "" });
  expect(await run(["plans", "list", "--json", "--endpoint", endpoint], keys, false)).toEqual({ code: 141, out: "", err: "" });
});

it("says what it would have signed with", async () => {
  const without = await run(["whoami", "--endpoint", endpoint]);
  expect(without).toMatchObject({
    code: 2,
    out: "",
    err: expect.stringMatching(/^cli\.credentials_missing: .*expected AWS_PROFILE/) as string,
  });
  writeFileSync(join(home, "c.json"), JSON.stringify({ default: "p", profiles: { p: { endpoint, awsProfile: "nope" } } }));
  const named = await run(["whoami"], { DR_CONFIG: join(home, "c.json") });
  expect(named).toMatchObject({ code: 2, err: expect.stringMatching(/^cli\.credentials_missing: .*of the AWS profile nope/) as string });
});

it("names the file that it cannot write", async () => {
  const keys = { AWS_ACCESS_KEY_ID: "k", AWS_SECRET_ACCESS_KEY: "s" };
  const { code, err } = await run(["export", "exec-1", "-o", join(home, "no-folder/x.json"), "--endpoint", endpoint], keys);
  expect([code, err]).toEqual([2, expect.stringMatching(/^file\.unwritable: cannot write .*x\.json: ENOENT/)]);
});
