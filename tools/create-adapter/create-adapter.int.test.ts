// A scaffolded adapter is one that passes: types, lint and the kit's conformance, in a copy of the repository that has nothing else.
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createAdapter } from "./create-adapter.ts";
import { namesOf, renamed } from "./names.ts";

const run = promisify(execFile);
const repository = join(import.meta.dirname, "../..");
const EXAMPLE = "examples/adapter-feature-flag";
let root = "";
let folder = "";

beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "dr-scaffold-")));
  for (const path of ["package.json", "vitest.config.ts", ".oxlintrc.json", "CODEOWNERS", "services/manifests.ts", EXAMPLE]) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    cpSync(join(repository, path), join(root, path), { recursive: true, filter: (source) => !source.includes("node_modules") });
  }
  for (const path of ["node_modules", "packages"]) symlinkSync(join(repository, path), join(root, path));
  folder = createAdapter(root, "netapp_ontap");
  const tsconfig = JSON.parse(readFileSync(join(repository, "tsconfig.json"), "utf8")) as object;
  writeFileSync(join(root, "tsconfig.json"), JSON.stringify({ ...tsconfig, include: [folder] }));
  linkLike(join(repository, EXAMPLE, "node_modules"), join(root, folder, "node_modules"));
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

/** What `pnpm install` would do. */
function linkLike(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    if (name.startsWith("@")) linkLike(join(from, name), join(to, name));
    else if (!name.startsWith(".")) symlinkSync(realpathSync(join(from, name)), join(to, name));
  }
}

const program = (name: string): string => join(repository, "node_modules/.bin", name);

it("is listed in order, with an owner", () => {
  expect(folder).toBe("services/adapter-netapp-ontap");
  const list = readFileSync(join(root, "services/manifests.ts"), "utf8").split("\n");
  const line = 'export { manifest as adapterNetappOntap } from "./adapter-netapp-ontap/manifest.ts";';
  expect(list).toContain(line);
  const paths = list.flatMap((text) => /from "(.+)"/.exec(text)?.[1] ?? []);
  expect(paths).toEqual(paths.toSorted());
  expect(readFileSync(join(root, "CODEOWNERS"), "utf8")).toContain("\n/services/adapter-netapp-ontap/ @dr-orchestration/netapp-ontap\n");
});

it("keeps nothing of the example's name", () => {
  const text = readFileSync(join(root, folder, "manifest.ts"), "utf8") + readFileSync(join(root, folder, "package.json"), "utf8");
  expect(text).not.toMatch(/feature[_-]?flag/i);
  expect(text).toContain('"@dr/adapter-netapp-ontap"');
});

it("passes types, lint and conformance as it is", { timeout: 90_000 }, async () => {
  await run(program("tsc"), ["-p", "tsconfig.json"], { cwd: root });
  await run(program("oxlint"), ["--ignore-pattern", "**/node_modules/**", folder], { cwd: root });
  const { stdout } = await run(program("vitest"), ["run", "--root", root, folder], { cwd: root, env: { ...process.env, NO_COLOR: "1" } });
  expect(stdout).toMatch(/Test Files {2}2 passed \(2\)/);
});

it.each(["Netapp", "netapp-ontap", "2fa", "a__b", ""])("refuses the technology %j", (technology) => {
  expect(() => createAdapter(root, technology)).toThrow("expected lower-case words joined by _");
});

it("does not overwrite a folder", () => {
  expect(() => createAdapter(root, "netapp_ontap")).toThrow("services/adapter-netapp-ontap exists already");
});

it("renames every spelling", () => {
  expect(renamed("a_b a-b aB AB", namesOf("a_b"), namesOf("x_y_z"))).toBe("x_y_z x-y-z xYZ XYZ");
});
