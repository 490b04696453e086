// What stands beside the code: owners, service READMEs, decisions, one version per dependency.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { services } from "@dr/services";
import { expect, test } from "vitest";
import { listPaths, readSource, repository } from "./repository.ts";

const HEADINGS = ["owns", "events in", "events out", "how to run", "how to redrive"];
const MAX_DECISION_LINES = 60;

const headingsOf = (markdown: string): readonly string[] =>
  [...markdown.matchAll(/^#{1,6}\s+(.+?)\s*$/gm)].map(([, title]) => (title ?? "").toLowerCase());

test("every service with a manifest has a README that answers the five questions", () => {
  const missing = listPaths("services/*/manifest.ts").flatMap((manifest) => {
    const readme = manifest.replace("manifest.ts", "README.md");
    const headings = listPaths(readme).length > 0 ? headingsOf(readSource(readme).text) : [];
    return HEADINGS.filter((wanted) => !headings.some((heading) => heading.includes(wanted))).map(
      (wanted) => `${readme}: no heading "${wanted}"`,
    );
  });
  expect(missing).toEqual([]);
});

test("every folder with a manifest is in the one list of services, which is in order", () => {
  const folders = listPaths("services/*/manifest.ts").map((path) => path.replace("services/", "./"));
  const listed = [...readSource("services/manifests.ts").text.matchAll(/from "(.+)"/g)].map(([, path]) => path);
  expect(listed).toEqual(folders.toSorted());
  expect(services.map(({ service }) => service).toSorted()).toEqual(folders.map((path) => path.split("/")[1]));
});

test("every package and service has an owner", () => {
  const owned = readFileSync(join(repository, "CODEOWNERS"), "utf8")
    .split("\n")
    .flatMap((line) => /^\/(\S+)\/\s+@\S+/.exec(line)?.[1] ?? []);
  const folders = listPaths("packages/*/package.json", "services/*/package.json").map((path) => path.replace("/package.json", ""));
  expect(folders.length).toBeGreaterThan(0);
  expect(folders.filter((folder) => !owned.includes(folder))).toEqual([]);
});

test("every decision is short, listed, and tells context, decision and consequences", () => {
  const decisions = listPaths("docs/decisions/0*.md").map(readSource);
  const index = readSource("docs/decisions/README.md").text;
  expect(decisions.length).toBeGreaterThan(0);
  const problems = decisions.flatMap(({ path, text }) => [
    ...(text.trimEnd().split("\n").length > MAX_DECISION_LINES ? [`${path}: over ${MAX_DECISION_LINES} lines`] : []),
    ...(index.includes(`(${path.replace("docs/decisions/", "")})`) ? [] : [`${path}: not in the index`]),
    ...["context", "decision", "consequences"]
      .filter((heading) => !headingsOf(text).includes(heading))
      .map((heading) => `${path}: no heading "${heading}"`),
  ]);
  expect(problems).toEqual([]);
});

test("every dependency takes its version from the catalog", () => {
  const kinds = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"] as const;
  const pinned = listPaths("package.json", "*/package.json", "packages/*/package.json", "services/*/package.json").flatMap((path) => {
    const manifest = JSON.parse(readSource(path).text) as Partial<Record<(typeof kinds)[number], Record<string, string>>>;
    return kinds
      .flatMap((kind) => Object.entries(manifest[kind] ?? {}))
      .filter(([, version]) => version !== "catalog:" && version !== "workspace:*")
      .map(([name, version]) => `${path}: ${name}@${version}`);
  });
  expect(pinned).toEqual([]);
});
