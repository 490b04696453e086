/** What may come in: each rule in both directions, so that neither a package nor an entry of the policy is there without the other. */
import { expect, test } from "vitest";
import { parseAudit } from "./audit.ts";
import { binaryProblems, installScriptProblems, isNamed, licenceProblems, sbomProblems, type InstalledPackage } from "./findings.ts";
import { BINARIES, INSTALL_SCRIPTS, LICENCE_EXCEPTIONS } from "./policy.ts";

const one = (changes: Partial<InstalledPackage> = {}): InstalledPackage => ({
  name: "left-pad",
  version: "1.0.0",
  licence: "MIT",
  hasInstallScript: false,
  hasBinary: false,
  ...changes,
});
const excepted = [
  one({ name: "axe-core", licence: "MPL-2.0" }),
  one({ name: "npm-java-runner", licence: "Apache 2" }),
  one({ name: "wiremock", licence: "Apache 2" }),
  one({ name: "lightningcss", licence: "MPL-2.0" }),
  one({ name: "lightningcss-linux-x64-gnu", licence: "MPL-2.0" }),
];
const scripted = Object.keys(INSTALL_SCRIPTS).map((name) => one({ name, hasInstallScript: true }));
const builds = Object.fromEntries(Object.entries(INSTALL_SCRIPTS).map(([name, { allowed }]) => [name, allowed]));
const compiled = Object.keys(BINARIES).map((pattern) => ({
  name: pattern.replace("*", "linux-x64"),
  version: "1.0.0",
  integrity: "sha512-x",
}));

test.each([
  ["MIT", []],
  ["(MIT OR GPL-3.0)", []],
  ["MIT AND Apache-2.0", []],
  ["MIT AND GPL-3.0", ["left-pad@1.0.0: MIT AND GPL-3.0"]],
  ["AGPL-3.0", ["left-pad@1.0.0: AGPL-3.0"]],
  ["MPL-2.0", ["left-pad@1.0.0: MPL-2.0"]],
  [undefined, ["left-pad@1.0.0: no licence"]],
])("licence %s", (licence, problems) => {
  expect(licenceProblems([...excepted, one({ licence })])).toEqual(problems);
});

test("an exception that nothing needs is named", () => {
  expect(licenceProblems([one()])).toEqual([
    "the exception MPL-2.0 for lightningcss is needed by nothing",
    "the exception MPL-2.0 for lightningcss-* is needed by nothing",
    "the exception MPL-2.0 for axe-core is needed by nothing",
    "the exception Apache 2 for wiremock is needed by nothing",
    "the exception Apache 2 for npm-java-runner is needed by nothing",
  ]);
});

test("a script at installation is allowed by name or refused by name, here and in pnpm's list", () => {
  expect(installScriptProblems(scripted, builds)).toEqual([]);
  expect(installScriptProblems([...scripted, one({ hasInstallScript: true })], builds)).toEqual([
    "left-pad wants to run a script when it is installed",
  ]);
  expect(installScriptProblems(scripted.slice(1), builds)).toEqual(["node runs nothing at installation: remove it from the list"]);
  expect(installScriptProblems(scripted, { ...builds, esbuild: true, "left-pad": true })).toEqual([
    "esbuild: allowBuilds in pnpm-workspace.yaml says true, the list false",
    "left-pad: allowBuilds in pnpm-workspace.yaml says true, the list undefined",
  ]);
});

test("compiled code is accounted for, and nothing else is", () => {
  expect(binaryProblems([one({ name: "@esbuild/linux-x64", hasBinary: true })], compiled)).toEqual([]);
  expect(binaryProblems([one({ hasBinary: true })], compiled)).toEqual([
    "left-pad@1.0.0 brings compiled code of which nothing is recorded",
  ]);
  expect(binaryProblems([], compiled.slice(1))).toEqual(["@dynoxide/*: nothing of that name is locked"]);
});

test("the bill of materials and the lockfile say the same, each with a hash", () => {
  const locked = [{ name: "@scope/a", version: "1.0.0", integrity: "sha512-x" }];
  const listed = [{ purl: "pkg:npm/%40scope/a@1.0.0", hasHash: true }];
  expect(sbomProblems([...listed, { purl: "pkg:npm/%40dr/api@0.1.0", hasHash: false }], locked)).toEqual([]);
  expect(sbomProblems([], locked)).toEqual(["pkg:npm/@scope/a@1.0.0 is not in the bill of materials"]);
  expect(sbomProblems(listed, [])).toEqual(["pkg:npm/@scope/a@1.0.0 is in the bill of materials and not locked"]);
  expect(sbomProblems(listed, [{ ...locked[0]!, integrity: undefined }])).toEqual(["pkg:npm/@scope/a@1.0.0 is locked without a hash"]);
});

test("a star stands for any text, and nothing else does", () => {
  expect([
    isNamed("@oxc/*", "@oxc/linux"),
    isNamed("node", "node"),
    isNamed("node", "node-linux"),
    isNamed("node-*", "anode-linux"),
  ]).toEqual([true, true, false, false]);
});

test("an answer of the registry counts from high on; what is no answer is none", () => {
  const advisory = (severity: string) => ({ module_name: "left-pad", severity, title: "pads", url: "https://example.org/1" });
  expect(parseAudit(JSON.stringify({ advisories: { 1: advisory("high"), 2: advisory("low") } }))).toEqual([
    "left-pad: high: pads https://example.org/1",
  ]);
  expect(parseAudit(JSON.stringify({ advisories: {} }))).toEqual([]);
  expect([parseAudit("405"), parseAudit('{"error":{"code":"ERR_PNPM_AUDIT_BAD_RESPONSE"}}')]).toEqual([undefined, undefined]);
});

test("every reason of the policy says something", () => {
  const reasons = [...Object.values(LICENCE_EXCEPTIONS), ...Object.values(INSTALL_SCRIPTS), ...Object.values(BINARIES)].map(
    ({ why }) => why,
  );
  expect(reasons.filter((why) => why.length < 15)).toEqual([]);
});
