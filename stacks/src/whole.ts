/** The root app: the platform, and the adapters unless their teams deploy them apart. */
import { adapters } from "@dr/services";
import { deployPlatform } from "./platform.ts";
import { registerAdapter } from "./resources/registry.ts";
import { deployServices } from "./resources/services.ts";

/**
 * Deploys the whole system; with `DR_ADAPTERS=apart` the platform alone. Choose once for an installation: AWS refuses an adapter that exists already,
 * and a root app that no longer has the adapters removes them. Throws for another value.
 */
export async function deployWhole(): Promise<{ readonly api: $util.Output<string> | undefined; readonly bus: string }> {
  const { site, apiUrl } = await deployPlatform();
  for (const adapter of withAdapters() ? adapters : []) {
    deployServices([adapter], site);
    registerAdapter(adapter);
  }
  return { api: apiUrl, bus: site.busName };
}

function withAdapters(): boolean {
  const choice = process.env["DR_ADAPTERS"] ?? "included";
  if (choice !== "included" && choice !== "apart") throw new Error(`DR_ADAPTERS is "${choice}", expected "included" or "apart"`);
  return choice === "included";
}
