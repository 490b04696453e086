// docs/how-to/deploy.md: every command is one that exists, every name in it is the program's, and what can run here runs. AWS's own commands are checked by `pnpm interop`.
import { execFile } from "node:child_process";
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { parseHeadKey } from "@dr/event-log";
import { services } from "@dr/services";
import { commandsOf, docVariables } from "./deploy-page.ts";

const root = join(import.meta.dirname, "../..");
const run = promisify(execFile);
/** Keep SST from fetching Pulumi and Bun, and from telling anybody. */
const OFFLINE = { SST_SKIP_DEPENDENCY_CHECK: "1", NO_BUN: "1", SST_TELEMETRY_DISABLED: "1" };
const page = readFileSync(join(root, "docs/how-to/deploy.md"), "utf8");
const commands = commandsOf(page);
const startingWith = (program: string): readonly string[] => commands.filter((command) => command.startsWith(`${program} `));
const read = (path: string): string => readFileSync(join(root, path), "utf8");

test("every command is of a program that is checked here or by interop", () => {
  const known = ["aws", "cd", "export", "git", "openssl", "pnpm"];
  expect(commands.filter((command) => !known.includes(command.split(" ")[0] ?? ""))).toEqual([]);
});

test("pnpm's commands are its own, scripts of the workspace, or SST's, with options that SST knows", async () => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Readonly<Record<string, string>> };
  // It shows its commands and ends with 1.
  const help = await run(join(root, "node_modules/.bin/sst"), ["--help"], { cwd: root, env: { ...process.env, ...OFFLINE } }).catch(
    (error: unknown) => error as { stdout: string; stderr: string },
  );
  const verbs = `${help.stdout}\n${help.stderr}`;
  const isKnown = (command: string): boolean => {
    const [, first = "", tool, verb = "", ...options] = command.split(" ");
    if (first !== "exec") return first === "install" || first in scripts;
    return tool === "sst" && options.join(" ") === "--stage production" && new RegExp(`^\\s+sst ${verb}\\b`, "m").test(verbs);
  };
  expect(startingWith("pnpm").filter((command) => !isKnown(command))).toEqual([]);
});

test("every folder and file that a command names is there", () => {
  const named = [
    ...startingWith("cd").map((command) => command.split(" ")[1] ?? ""),
    ...commands.flatMap((command) => /--template-file (\S+)/.exec(command)?.[1] ?? []),
  ];
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test("every variable that the program reads has a row, every row is read, and what functions are told stands somewhere", () => {
  const sources = globSync("stacks/src/**/*.ts", { cwd: root }).filter((path) => !path.endsWith(".test.ts"));
  const named = sources.flatMap((path) =>
    [...read(path).matchAll(/(?:process\.env\["|readonly )((?:DR_|AUTH_)[A-Z_]+)/g)].map((match) => match[1] ?? ""),
  );
  const settings = services.flatMap(({ functions }) =>
    functions.flatMap(({ environment }) =>
      Object.values(environment).flatMap((binding) => ("setting" in binding && binding.setting !== undefined ? [binding.setting] : [])),
    ),
  );
  const rows = docVariables(page);
  expect(named.filter((name) => !rows.includes(name))).toEqual([]);
  expect(rows.filter((name) => !named.includes(name) && !settings.includes(name))).toEqual([]);
  const pages = globSync("docs/**/*.md", { cwd: root }).map((path) => read(path));
  expect(settings.filter((name) => !pages.some((text) => text.includes(`\`${name}\``)))).toEqual([]);
});

test("every secret that a function reads is made, and of every table that is named it is said rightly whether it is global", () => {
  const values = services.flatMap(({ functions }) => functions.flatMap(({ environment }) => Object.entries(environment)));
  const secrets = values.flatMap(([name, binding]) => (name.endsWith("_KEY_SECRET") && "value" in binding ? [binding.value] : []));
  expect(
    [...new Set(secrets)].filter((secret) => !commands.some((command) => command.includes(`create-secret --name ${secret} `))),
  ).toEqual([]);
  const section = page.slice(page.indexOf("## Two Regions"));
  // Ledgers have one row: adapters come and go.
  const rowOf = (table: string): string => `\`${table.startsWith("dr-ledger-") ? "dr-ledger-…" : table}\``;
  const place = (table: string): string =>
    /\| (one in (?:both Regions|each Region)) /.exec(section.split("\n").find((line) => line.includes(rowOf(table))) ?? "")?.[1] ??
    "nowhere";
  // A table that came later falls under the last row until somebody names it.
  const tables = services.flatMap((service) => service.tables).filter(({ name }) => section.includes(rowOf(name)));
  expect(tables.length).toBeGreaterThan(15);
  expect(tables.map(({ name }) => [name, place(name)])).toEqual(
    tables.map(({ name, ttlAttribute, regional }) => [
      name,
      ttlAttribute === undefined && regional === undefined ? "one in both Regions" : "one in each Region",
    ]),
  );
});

test("the keys that openssl makes are keys to the product", async () => {
  const folder = mkdtempSync(join(tmpdir(), "dr-keys-"));
  try {
    for (const command of startingWith("openssl")) await run("bash", ["-ec", command], { cwd: folder });
    const keyIn = (file: string): string => parseHeadKey(readFileSync(join(folder, file), "utf8")).algorithm;
    expect(["export-key", "checkpoint-key", "checkpoint-key.pub", "snapshot-key", "webhook-key"].map(keyIn)).toEqual([
      "hmac-sha256",
      "ed25519",
      "ed25519",
      "hmac-sha256",
      "hmac-sha256",
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("what is asked of Parameter Store is what the program leaves there", () => {
  const names = commands.flatMap((command) => /get-parameter --name (\S+)/.exec(command)?.[1] ?? []);
  const settings = read("stacks/src/model/settings.ts");
  expect(names.filter((name) => !settings.includes(`"${name}"`))).toEqual([]);
});
