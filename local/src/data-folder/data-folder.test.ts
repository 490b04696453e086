// The data folder: made or refused with the reason, owned by one process, damaged files named.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import * as z from "zod";
import { claimFolder, readOwner } from "./claim.ts";
import { makeFolder } from "./make-folder.ts";
import { readJsonFile } from "./read-json.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dr-folder-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("is made with its parents", () => {
  makeFolder(join(folder, "a/b/c"));
  makeFolder(join(folder, "a/b/c"));
  expect(existsSync(join(folder, "a/b/c"))).toBe(true);
});

it("that cannot be made or is none is refused with its name", () => {
  expect(() => makeFolder("/proc/x/y")).toThrow(/^--data \/proc\/x\/y: \/proc\/x cannot be made: /);
  writeFileSync(join(folder, "file"), "");
  expect(() => makeFolder(join(folder, "file"))).toThrow(/is no folder\. Name a folder/);
  expect(() => makeFolder(join(folder, "file/below"))).toThrow(/cannot be made/);
});

const claimElsewhere = `
  import { claimFolder } from ${JSON.stringify(join(import.meta.dirname, "claim.ts"))};
  try { claimFolder(process.argv[1]).announce({ endpoint: "http://127.0.0.1:1" }); console.log("claimed"); setInterval(() => {}, 1000); }
  catch (error) { console.log(error.message); }`;

async function otherProcess(): Promise<{ said: string; kill: () => Promise<unknown> }> {
  const args = ["--disable-warning=ExperimentalWarning", "--input-type=module-typescript", "--eval", claimElsewhere, folder];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const [said] = (await once(child.stdout, "data")) as [Buffer];
  return {
    said: said.toString().trim(),
    kill: () => {
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      return gone;
    },
  };
}

it("has one owner; the next one hears which process it is, and gets the folder once that one is gone", async () => {
  const other = await otherProcess();
  expect(other.said).toBe("claimed");
  const { pid } = readOwner(folder) ?? {};
  expect(() => claimFolder(folder)).toThrow(`in use by process ${pid} (http://127.0.0.1:1), since `);
  expect(() => claimFolder(folder)).toThrow(`Stop it with: kill ${pid}`);
  await other.kill();
  const claim = claimFolder(folder);
  expect(readOwner(folder)).toMatchObject({ pid: process.pid });
  const refused = await otherProcess();
  expect(refused.said).toContain(`in use by process ${process.pid}`);
  await refused.kill().catch(() => undefined);
  claim.release();
  expect(readOwner(folder)).toBeUndefined();
});

it("with a lock that is none of ours says so", () => {
  writeFileSync(join(folder, "owner.lock"), "x".repeat(5000));
  expect(() => claimFolder(folder)).toThrow(/owner\.lock is not a lock of this program/);
});

it.each([
  ["", "Unexpected end"],
  ["{", "Expected property name"],
  ['{"a":"1"}', "a: "],
])("names a file with %j as damaged", (content, why) => {
  const file = join(folder, "x.json");
  writeFileSync(file, content);
  const read = () => readJsonFile(file, z.object({ a: z.number() }), "remove it");
  expect(read).toThrow(`${file} is damaged (`);
  expect(read).toThrow(why);
  expect(read).toThrow(/: remove it$/);
});
