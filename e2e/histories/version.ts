/** The version of the product whose histories are taken. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

const manifest = JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8")) as { readonly version: string };

/** As the root package.json has it. */
export const { version } = manifest;
