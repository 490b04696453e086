/** Writes the template that target accounts deploy: `pnpm target-account`. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { adapters, platformServices } from "@dr/services";
import { targetAccountTemplate } from "../src/model/target-account.ts";

writeFileSync(
  join(import.meta.dirname, "template.json"),
  `${JSON.stringify(targetAccountTemplate(adapters, platformServices), null, 2)}\n`,
);
