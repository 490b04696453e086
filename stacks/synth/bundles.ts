/** `node stacks/synth/bundles.ts FOLDER`: bundles every function of the manifests as a deployment does, and prints where each is. For tests that deploy elsewhere. */
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { services } from "@dr/services";
import { folderOf } from "@dr/services/load-function";
import { BUNDLING } from "../src/model/settings.ts";
import { buildFunction } from "./program/build-function.ts";

const [, , folder] = process.argv;
if (folder === undefined) throw new Error("expected the folder that the bundles go to");
const built = [];
for (const service of services) {
  for (const { name, entry, files = [] } of service.functions) {
    const handler = entry.replace(/\.ts$/u, ".handler");
    const made = await buildFunction(folderOf(service), folder, { functionID: name, handler, properties: BUNDLING });
    if (made.errors.length > 0) throw new Error(`${name}: ${made.errors.join("; ")}`);
    for (const { from, to } of files) copyFileSync(join(folderOf(service), from), join(folder, name, to));
    built.push({ name, handler: made.handler, folder: join(folder, name) });
  }
}
console.log(JSON.stringify(built));
