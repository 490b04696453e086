/** Before the first interop test: what they need is installed once, so that no two files install into one folder. */
import { env } from "node:process";
import { install, type Environment } from "./environments.ts";

/** Called by vitest. */
export async function setup(): Promise<void> {
  if (env["DR_INTEROP"] !== "1") return;
  const tools: readonly Environment[] = env["DR_INTEROP_ENVIRONMENTS"] === "peers" ? ["peers"] : ["peers", "linters", "receivers"];
  await install(env["DR_SOAK"] === "1" ? [...tools, "checkov"] : tools);
}
