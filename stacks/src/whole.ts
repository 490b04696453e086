/** The root app: the platform, and the adapters unless their teams deploy them apart. */
import { adapters } from "@dr/services";
import { chooseAdapters } from "./model/adapters-choice.ts";
import { ADAPTERS_PARAMETER, DEPLOYMENT_ROOT } from "./model/settings.ts";
import { deployPlatform } from "./platform.ts";
import { registerAdapter } from "./resources/registry.ts";
import { deployServices } from "./resources/services.ts";

/**
 * Deploys the whole system; with `DR_ADAPTERS=apart` the platform alone. The choice is made once for an installation, at its first deployment, and kept in
 * Parameter Store: forgetting the variable later changes nothing, and the other value is refused before anything is touched.
 */
export async function deployWhole(): Promise<{ readonly api: $util.Output<string> | undefined; readonly bus: string }> {
  const { names, values } = await aws.ssm.getParametersByPath({ path: DEPLOYMENT_ROOT });
  const choice = chooseAdapters(process.env["DR_ADAPTERS"], values[names.indexOf(ADAPTERS_PARAMETER)]);
  const { site, apiUrl } = await deployPlatform();
  new aws.ssm.Parameter("AdaptersChoice", { name: ADAPTERS_PARAMETER, type: "String", value: choice });
  for (const adapter of choice === "included" ? adapters : []) {
    deployServices([adapter], site);
    registerAdapter(adapter);
  }
  return { api: apiUrl, bus: site.busName };
}
