/** Receivers that a deployment's operators name by parameters: what stands in Parameter Store becomes a receiver, what goes away there goes. */
import { canonicalJson, DrError, lazyStrictObject, toFailure } from "@dr/events";
import type { Clock } from "@dr/runtime";
import * as z from "zod";
import { approversOf } from "./approvers.ts";
import { checkReceiverUrl, type UrlRules } from "./http/receiver-url.ts";
import type { Receiver } from "./receiver.ts";
import { SENDERS } from "./senders.ts";
import type { ReceiverStore } from "./stores.ts";

const names = () => z.array(z.string().min(1).max(200)).min(1).max(50);

/** What a parameter holds. Secrets have no place in it: they lie in Secrets Manager. */
const configuredSchema = lazyStrictObject(() => ({
  kind: z.string().min(1).max(50),
  enabled: z.boolean().default(true),
  filter: z
    .strictObject({
      types: names().optional(),
      planIds: names().optional(),
      executionTypes: z
        .array(z.enum(["drill", "recovery"]))
        .min(1)
        .optional(),
      tags: z.record(z.string().max(128), z.string().max(256)).optional(),
    })
    .default({}),
  settings: z.record(z.string().max(100), z.string().max(2_048)).default({}),
  ratePerSecond: z.number().positive().max(100).default(10),
  retryHours: z.number().min(1).max(168).default(72),
}));

/** A parameter: its full name and its text. */
export interface ReceiverParameter {
  readonly name: string;
  readonly value: string;
}

/** What configuring needs. */
export interface ConfiguredReceiversDeps {
  /** All parameters below the path. */
  readonly readParameters: () => Promise<readonly ReceiverParameter[]>;
  readonly receivers: Pick<ReceiverStore, "list" | "put" | "remove">;
  readonly urlRules: UrlRules;
  readonly clock: Clock;
}

/** What one look changed. `refused` holds a line for each parameter that cannot be read: its receiver is off, with the reason. */
export interface Configured {
  readonly changed: number;
  readonly refused: readonly string[];
}

/** Settings of this name are addresses, whatever they look like; so is everything that looks like one. */
const IS_URL = /url$/i;
const LOOKS_LIKE_URL = /^\s*[a-z][a-z0-9+.-]*:\/\//i;
/** Settings of this name are the end of a host's name. */
const IS_HOST = /(site|host|domain)$/i;

/** Brings the receivers in line with the parameters. May be repeated, and by several at once. Webhooks, which have no parameter, are left alone. */
export function createConfiguredReceivers(deps: ConfiguredReceiversDeps): () => Promise<Configured> {
  const { readParameters, receivers, clock } = deps;
  return async () => {
    const [parameters, standing] = await Promise.all([readParameters(), receivers.list()]);
    const known = new Map(standing.filter(({ receiverId }) => serviceOf(receiverId) !== undefined).map((each) => [each.receiverId, each]));
    const refused: string[] = [];
    let changed = 0;
    for (const { name, value } of parameters) {
      const receiverId = name.split("/").slice(-2).join(".");
      const before = known.get(receiverId);
      known.delete(receiverId);
      const wanted = toReceiver(receiverId, value, {
        urlRules: deps.urlRules,
        since: before?.enabled === true ? before.since : clock.nowIso(),
      });
      if (wanted.disabledReason !== undefined) refused.push(`${name}: ${wanted.disabledReason}`);
      if (serviceOf(receiverId) === undefined || (before && isSame(before, wanted))) continue;
      await receivers.put(wanted);
      changed += 1;
    }
    for (const receiverId of known.keys()) await receivers.remove(receiverId);
    return { changed: changed + known.size, refused };
  };
}

function serviceOf(receiverId: string): string | undefined {
  const [service = ""] = receiverId.split(".", 1);
  return service in SENDERS && service !== "webhooks" ? service : undefined;
}

function toReceiver(
  receiverId: string,
  text: string,
  { urlRules, since }: { readonly urlRules: UrlRules; readonly since: string },
): Receiver {
  try {
    if (serviceOf(receiverId) === undefined) throw new DrError("delivery.bad_receiver", `no service sends to ${receiverId}`);
    const { filter, ...rest } = configuredSchema.parse(JSON.parse(text));
    for (const [name, value] of Object.entries(rest.settings)) checkPlace(name, value, urlRules);
    approversOf(rest);
    const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
    return { ...rest, receiverId, filter: given, since };
  } catch (error) {
    const off = { receiverId, kind: "none", filter: {}, settings: {}, enabled: false, ratePerSecond: 1, retryHours: 1, since: "" };
    return { ...off, disabledReason: error instanceof z.ZodError ? z.prettifyError(error) : toFailure(error).message };
  }
}

/** An address is checked like those of webhooks, and so is one that an integration makes of a host. Throws `delivery.url_refused`. */
function checkPlace(name: string, value: string, urlRules: UrlRules): void {
  if (IS_HOST.test(name) && checkReceiverUrl(`https://${value}/`, urlRules).host !== value.toLowerCase())
    throw new DrError("delivery.url_refused", `${name}: expected a host`);
  if (IS_URL.test(name) || LOOKS_LIKE_URL.test(value)) checkReceiverUrl(withoutPlaces(value), urlRules);
}

/** `{executionId}` in an address is filled in later. */
function withoutPlaces(url: string): string {
  return url.replaceAll(/\{\w+\}/g, "x");
}

/** From when on it listens is no change, and how it fails none of the parameter's. */
function isSame(one: Receiver, other: Receiver): boolean {
  const said = ({ failing: _, ...receiver }: Receiver): string => canonicalJson({ ...receiver, since: "" });
  return said(one) === said(other);
}
