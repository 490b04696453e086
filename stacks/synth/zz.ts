import { services } from "@dr/services";
import { folderOf } from "@dr/services/load-function";
import { BUNDLING } from "../src/model/settings.ts";
import { buildFunction } from "./program/build-function.ts";
const want = new Set(process.argv.slice(3));
for (const service of services)
  for (const { name, entry } of service.functions) {
    if (!want.has(name)) continue;
    const made = await buildFunction(folderOf(service), process.argv[2]!, {
      functionID: name,
      handler: entry.replace(/\.ts$/u, ".handler"),
      properties: BUNDLING,
    });
    console.log(
      name,
      Math.ceil((made as { startBytes?: number }).startBytes! / 1024),
      Math.ceil((made as { bytes?: number }).bytes! / 1024),
      made.errors,
    );
  }
