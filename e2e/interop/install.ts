/** Before the first interop test: what they need is installed once, so that no two files install into one folder. */
import { env } from "node:process";
import { install } from "./environments.ts";

/** Called by vitest. */
export async function setup(): Promise<void> {
  if (env["DR_INTEROP"] !== "1") return;
  await install(env["DR_SOAK"] === "1" ? ["peers", "linters", "checkov"] : ["peers", "linters"]);
}
