/** Makes the folder of a new adapter from the example, and enters it where services are listed. */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { namesOf, renamed } from "./names.ts";

const EXAMPLE = "examples/adapter-feature-flag";
const EXAMPLE_NAMES = namesOf("feature_flag");
const LIST = "services/manifests.ts";

/** Makes `services/adapter-<technology>` below `root`; gives its path. Throws for a name that cannot be, and for a folder that is there already. */
export function createAdapter(root: string, technology: string): string {
  const names = namesOf(technology);
  const folder = `services/adapter-${names.kebab}`;
  if (existsSync(join(root, folder))) throw new Error(`${folder} exists already`);
  for (const path of filesBelow(join(root, EXAMPLE))) {
    const target = join(root, folder, renamed(relative(join(root, EXAMPLE), path), EXAMPLE_NAMES, names));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, renamed(readFileSync(path, "utf8"), EXAMPLE_NAMES, names));
  }
  addLine(join(root, LIST), `export { manifest as adapter${names.pascal} } from "./adapter-${names.kebab}/manifest.ts";`, /^export /);
  addLine(join(root, "CODEOWNERS"), `/${folder}/ @dr-orchestration/${names.kebab}`, /^\/services\//);
  return folder;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (name === "node_modules" || name.startsWith(".")) return [];
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

/** Adds a line among its like, which stay in alphabetical order. */
function addLine(file: string, line: string, like: RegExp): void {
  const lines = readFileSync(file, "utf8").split("\n");
  const pathOf = (text: string): string => /(adapter-[a-z0-9-]+|services\/[a-z0-9-]+|"\.\/[^"]+")/.exec(text)?.[0] ?? text;
  const after = lines.findLastIndex((other) => like.test(other) && pathOf(other) < pathOf(line));
  const first = lines.findIndex((other) => like.test(other));
  lines.splice(after === -1 ? first : after + 1, 0, line);
  writeFileSync(file, lines.join("\n"));
}
