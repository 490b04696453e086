// `pnpm supply-chain`: a bill of materials (CycloneDX) of everything that is locked, and what came in held against what we accept. `--out FILE` keeps the bill.
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { parse } from "yaml";
import {
  binaryProblems,
  installScriptProblems,
  licenceProblems,
  sbomProblems,
  type LockedPackage,
  type SbomComponent,
} from "./findings.ts";
import { auditProblems } from "./audit.ts";
import { readInstalled } from "./read-installed.ts";

const run = promisify(execFile);
const repository = join(import.meta.dirname, "../..");
const read = (file: string): unknown => parse(readFileSync(join(repository, file), "utf8"));

function locked(): LockedPackage[] {
  const { packages } = read("pnpm-lock.yaml") as { packages: Readonly<Record<string, { resolution?: { integrity?: string } }>> };
  return Object.entries(packages).map(([key, { resolution }]) => {
    const at = key.lastIndexOf("@");
    return { name: key.slice(0, at), version: key.slice(at + 1), integrity: resolution?.integrity };
  });
}

interface Sbom {
  readonly components: readonly {
    readonly purl: string;
    readonly externalReferences?: readonly { readonly hashes?: readonly unknown[] }[];
  }[];
}

/** From the lockfile, so that packages of other platforms are in it too. */
async function writeSbom(out: string | undefined): Promise<readonly SbomComponent[]> {
  const args = ["sbom", "--sbom-format", "cyclonedx", "--sbom-spec-version", "1.6", "--sbom-type", "application", "--lockfile-only"];
  const { stdout } = await run("pnpm", args, { cwd: repository, maxBuffer: 64 * 1024 * 1024 });
  if (out !== undefined) writeFileSync(out, stdout);
  const { components } = JSON.parse(stdout) as Sbom;
  return components.map(({ purl, externalReferences = [] }) => ({
    purl,
    hasHash: externalReferences.some(({ hashes = [] }) => hashes.length > 0),
  }));
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { out: { type: "string" } } });
  const installed = readInstalled(repository);
  const pinned = locked();
  const { allowBuilds } = read("pnpm-workspace.yaml") as { allowBuilds: Readonly<Record<string, boolean>> };
  const checks: readonly (readonly [string, readonly string[]])[] = [
    ["the bill of materials holds what is locked, each with its hash", sbomProblems(await writeSbom(values.out), pinned)],
    ["every licence is on the list", licenceProblems(installed)],
    ["nothing runs at installation that is not allowed by name", installScriptProblems(installed, allowBuilds)],
    ["compiled code is accounted for", binaryProblems(installed, pinned)],
    ["no advisory of the registry is against what is deployed", await auditProblems(repository)],
  ];
  for (const [name, problems] of checks)
    console.log([`${problems.length === 0 ? "ok    " : "FAILED"}  ${name}`, ...problems.map((problem) => `        ${problem}`)].join("\n"));
  const failed = checks.filter(([, problems]) => problems.length > 0).length;
  console.log(`${installed.length} installed, ${pinned.length} locked\n${checks.length - failed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

await main();
