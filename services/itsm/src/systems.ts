/** Connects to a receiver's system by its kind. */
import type { Receiver, Send } from "@dr/delivery";
import { memberOf, type ReadExternalSecret } from "@dr/delivery/sender";
import { DrError } from "@dr/events";
import { bmcHelix, mappingSchema } from "./bmc/bmc-client.ts";
import type { ChangeSystem } from "./change-system.ts";
import { serviceNow } from "./servicenow/servicenow-client.ts";

/** Kinds of receivers that are systems of changes. */
export const KINDS = ["servicenow", "bmc"] as const;

/** A connection; the secret is the vendor's. Throws `itsm.unknown_kind`. */
export async function openSystem({ kind, settings }: Receiver, send: Send, readSecret: ReadExternalSecret): Promise<ChangeSystem> {
  const url = (settings["instanceUrl"] ?? "").replace(/\/$/, "");
  if (kind === "servicenow") {
    const secret = await readSecret("servicenow");
    const [clientId, clientSecret] = ["clientId", "clientSecret"].map((name) => memberOf(secret, kind, name)) as [string, string];
    return serviceNow({ send, url, clientId, clientSecret, changeType: settings["changeType"] });
  }
  if (kind === "bmc") {
    const secret = await readSecret("bmc");
    const [user, password] = ["user", "password"].map((name) => memberOf(secret, kind, name)) as [string, string];
    return bmcHelix({ send, url, user, password, mapping: mappingSchema.parse(JSON.parse(settings["mapping"] ?? "{}")) });
  }
  throw new DrError("itsm.unknown_kind", `${kind} is no system of changes`);
}
