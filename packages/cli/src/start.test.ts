// What every call of `dr` pays: the commands that there are, and how little is loaded before one of them is known.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { runOn } from "./testing/terminal.ts";

const PROMISED = ["plans", "start", "watch", "approve", "decline", "pause", "resume", "cancel", "retry", "skip", "rollback", "redrive"];
const MORE = ["export", "report", "discover", "whoami", "completion"];

async function said(...args: string[]): Promise<string> {
  return (await runOn({}, ...args)).out.join("\n");
}

it("has every command that was promised, and completes each of them", async () => {
  const help = await said("--help");
  const commands = [...help.matchAll(/^ {2}([a-z]+)(?:\|\w+)? /gm)].map(([, name]) => name);
  expect(commands).toEqual(expect.arrayContaining([...PROMISED, ...MORE]));
  const plans = await said("plans", "--help");
  const ofPlans = [...plans.matchAll(/^ {2}([a-z]+) /gm)].map(([, name = ""]) => name).filter((name) => name !== "help");
  expect(ofPlans).toEqual(expect.arrayContaining(["list", "show", "save", "validate", "diff"]));
  const script = await said("completion", "bash");
  expect(ofPlans.filter((name) => !new RegExp(`words="[^"]*\\b${name}\\b`).test(script.split("= plans").at(-1) ?? ""))).toEqual([]);
  expect(commands.filter((name) => name !== "help" && !script.includes(name ?? ""))).toEqual([]);
});

it("loads no command to say which there are, and one to run one", async () => {
  // A command that is loaded tells its arguments.
  const argumentsTold = (help: string) => [...help.matchAll(/^ {2}(\w+)\S* .*<\w+>/gm)].map(([, name]) => name);
  expect(argumentsTold(await said("--help"))).toEqual([]);
  expect(argumentsTold(await said("help", "status"))).toEqual([]);
  expect(await said("status", "--help")).toContain("Usage: dr show|status [options] <executionId>");
});

it("loads the parser of its command line and eight small files before it knows the command", () => {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    const text = readFileSync(file, "utf8");
    for (const [, name = ""] of text.matchAll(/^(?:import|export) (?!type )[^;]*?from "([^"]+)";/gm)) {
      if (name.startsWith(".")) visit(join(dirname(file), name));
      else if (!name.startsWith("node:")) packages.add(name);
    }
  };
  const main = join(import.meta.dirname, "main.ts");
  expect(existsSync(main)).toBe(true);
  visit(main);
  expect([...packages]).toEqual(["@dr/events/one-line", "commander"]);
  // That one file, which loads nothing.
  expect(readFileSync(fileURLToPath(import.meta.resolve("@dr/events/one-line")), "utf8")).not.toMatch(/^import /m);
  expect(files.size).toBeLessThanOrEqual(8);
});
