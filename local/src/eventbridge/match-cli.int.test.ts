/** `pnpm --silent eventbridge:match <cases.json>` as a process. */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const cli = fileURLToPath(new URL("match-cli.ts", import.meta.url));
let folder: string;

function run(...args: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [cli, ...args], { cwd: folder, env: { ...process.env, INIT_CWD: folder } }, (error, stdout, stderr) => {
      resolve({ status: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
    });
  });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "eventbridge-match-"));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe("eventbridge:match", () => {
  it("prints one answer per case; rules and events may be values or JSON text", async () => {
    const rule = { a: [12345] };
    const cases = [
      { name: "value", rule, event: { a: 12345 }, expected: true },
      { rule: JSON.stringify(rule), event: '{"a":1}' },
      { EventPattern: JSON.stringify(rule), Event: '{"a":12345}' },
      { rule: { a: "x" }, event: {} },
      { rule, event: [] },
      { rule: "{", event: {} },
      { rule },
      "no case",
    ];
    await writeFile(
      join(folder, "cases.json"),
      `${JSON.stringify(cases).slice(0, -1)},{"rule":{"a":[9007199254740993]},"event":{"a":9007199254740992}}]`,
    );
    expect(await run("cases.json")).toEqual({
      status: 0,
      stdout: '[true,false,true,"error","error","error","error","error",false]\n',
      stderr: "",
    });
  });

  it.each([
    ["nowhere.json", undefined, /^eventbridge:match nowhere\.json: ENOENT/],
    ["broken.json", "[{]", /^eventbridge:match broken\.json: .*JSON/],
    ["object.json", "{}", /^eventbridge:match object\.json: expected a JSON array/],
  ])("exits 2 for %s and says why", async (name, content, reason) => {
    if (content !== undefined) await writeFile(join(folder, name), content);
    const { status, stdout, stderr } = await run(name);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(reason);
  });

  it("exits 2 without a file and shows its usage", async () => {
    expect(await run()).toEqual({
      status: 2,
      stdout: "",
      stderr: "eventbridge:match: usage: pnpm --silent eventbridge:match <cases.json>\n",
    });
  });
});
