// Every how-to shows what works: a test that names the page runs or reads its snippets.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { toRegistryEntry } from "@dr/adapter-kit";
import { toTechnologyRegistry } from "@dr/domain/technologies";
import { parsePlan } from "@dr/domain/parse-plan";
import { adapters } from "@dr/services";
import { parse } from "yaml";
import { describe, expect, it } from "vitest";
import { readCauses } from "../../services/trigger/src/cause.ts";
import { motoArgs } from "../interop/servers.ts";
import { parseTriggerSettings } from "../../services/trigger/src/settings.ts";
import { listPaths, readSource, repository } from "../style/repository.ts";

function snippets(page: string, language: string): readonly string[] {
  const text = readFileSync(join(repository, "docs/how-to", page), "utf8");
  return [...text.matchAll(new RegExp(`^ *\`\`\`${language}\\n(.*?)^ *\`\`\``, "gms"))].map((match) => match[1] ?? "");
}

it("every page with a snippet is named by a test", () => {
  const pages = listPaths("docs/how-to/*.md").filter((path) => /^ *```\w/m.test(readSource(path).text));
  const tests = listPaths("e2e/**/*.test.ts", "services/**/*.test.ts").filter((path) => !path.endsWith("how-tos.test.ts"));
  const texts = [...tests.map((path) => readSource(path).text), OWN];
  const names = pages.map((path) => path.split("/").at(-1) ?? "");
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name) => !texts.some((text) => text.includes(name)))).toEqual([]);
});

/** Pages that are read below. */
const OWN = "tag-resources.md trigger.md act-in-other-accounts.md use-another-emulator.md write-an-adapter.md";

const registry = toTechnologyRegistry(adapters.map((manifest) => toRegistryEntry(manifest)));

describe("tag-resources.md", () => {
  const [byFilters = "", byWaves = ""] = snippets("tag-resources.md", "yaml");

  it("shows a plan with tag filters that is accepted", () => {
    expect(parsePlan(byFilters, { registry, format: "yaml", resolvesTagFilters: true })).toMatchObject({ ok: true });
  });

  it("shows a document whose technologies and operations there are", () => {
    const { wavesFrom, technologies } = parse(byWaves) as { wavesFrom: string; technologies: { type: string; operation: string }[] };
    expect(wavesFrom).toBe("tags");
    expect(technologies.filter(({ type, operation }) => !registry.get(type)?.operations.has(operation))).toEqual([]);
  });
});

it("trigger.md shows orders and events that start what it says", () => {
  const settings = parseTriggerSettings({});
  const arrival = { requestId: "r-1", now: "2026-12-01T04:00:00Z" };
  const [schedule = "", disaster = ""] = snippets("trigger.md", "json");
  const { DetailType, Source, Detail } = JSON.parse(disaster) as { DetailType: string; Source: string; Detail: string };
  const event = { id: "e-1", time: arrival.now, source: Source, "detail-type": DetailType, detail: JSON.parse(Detail) as unknown };
  expect(
    [JSON.parse(schedule) as unknown, event].map((told) =>
      readCauses(told, settings, arrival).map(({ planId, executionType }) => [planId, executionType]),
    ),
  ).toEqual([[["monthly-drill-plan", "drill"]], [["orders", "recovery"]]]);
});

describe("act-in-other-accounts.md", () => {
  const page = "act-in-other-accounts.md";

  it("shows a task of another account that a plan may have", () => {
    const [tasks = ""] = snippets(page, "yaml");
    const wave = { waveNumber: 1, name: "Database", ...(parse(tasks) as object) };
    const plan = JSON.stringify({ planId: "orders", name: "Orders", waves: [wave] });
    expect(parsePlan(plan, { registry, format: "json" })).toMatchObject({ ok: true });
  });

  it("deploys the template that there is, with the rights that it needs and parameters that it has", () => {
    const [command = ""] = snippets(page, "sh");
    const [, file = ""] = /--template-file (\S+)/.exec(command) ?? [];
    const { Parameters, Resources } = JSON.parse(readSource(file).text) as {
      Parameters: Record<string, { Default?: string }>;
      Resources: Record<string, { Properties: { RoleName?: string } }>;
    };
    const given = [...command.matchAll(/(\w+)=\S+/g)].map(([, name = ""]) => name);
    const wanted = Object.entries(Parameters).flatMap(([name, { Default }]) => (Default === undefined ? [name] : []));
    expect(given.toSorted()).toEqual(wanted.toSorted());
    // A role with a name of its own needs CAPABILITY_NAMED_IAM.
    const named = Object.values(Resources).some(({ Properties }) => Properties.RoleName !== undefined);
    expect([named, command.includes("CAPABILITY_NAMED_IAM")]).toEqual([true, true]);
  });

  it("names refusals that there are", () => {
    const text = readSource(`docs/how-to/${page}`).text;
    const codes = [...text.matchAll(/^\| `(\w+\.\w+)`/gm)].map(([, code = ""]) => code);
    const sources = listPaths("packages/adapter-kit/src/**/*.ts").map((path) => readSource(path).text);
    expect(codes.length).toBeGreaterThan(4);
    expect(codes.filter((code) => !sources.some((source) => source.includes(`"${code}"`)))).toEqual([]);
  });
});

it("use-another-emulator.md starts moto as interop does, and the platform by the variable that interop sets", () => {
  const [script = ""] = snippets("use-another-emulator.md", "sh");
  const [, port = "", args = ""] = /^moto_server (?=.*-p (\d+))(.*) &$/m.exec(script) ?? [];
  expect(args.split(" ")).toEqual(motoArgs(Number(port)));
  expect(script).toContain(`DR_AWS_ENDPOINT=http://127.0.0.1:${port} npx -y pnpm@12 dev`);
  expect(readSource("e2e/interop/moto.test.ts").text).toContain("DR_AWS_ENDPOINT: endpoint");
});

describe("write-an-adapter.md", () => {
  const commands = snippets("write-an-adapter.md", "sh").map((each) => each.trim().replace("npx -y pnpm@12", "pnpm"));
  const run = (command: string) => spawnSync(command, { shell: true, cwd: repository, encoding: "utf8" });

  it("names a command that runs the tests of an adapter, its conformance among them", () => {
    const command = commands[0] ?? "";
    expect(command).toContain("vitest run services/adapter-<technology>");
    const listed = run(command.replace("vitest run", "vitest list --filesOnly").replace("<technology>", "manual"));
    expect([listed.status, listed.stdout.includes("services/adapter-manual/test/conformance.test.ts")]).toEqual([0, true]);
  });

  it("names the suite from outside, with the options that it has", () => {
    const told = run(commands[1] ?? "");
    expect([told.status, told.stdout.includes("--effects")]).toEqual([0, true]);
  });

  it("names files that adapters have", () => {
    const rows = [...readSource("docs/how-to/write-an-adapter.md").text.matchAll(/^\| (`[^|]*) \|/gm)];
    const files = rows
      .flatMap(([, cell = ""]) => [...cell.matchAll(/`([^`]+)`/g)].map(([, file = ""]) => file))
      .filter((file) => file.includes("/"));
    const there = (file: string): number => {
      const pattern = file.replaceAll(/<\w+>/g, "*");
      return listPaths(`examples/adapter-*/${pattern}`, `services/adapter-*/${pattern}`).length;
    };
    expect(files.filter((file) => there(file) === 0)).toEqual([]);
  });
});
