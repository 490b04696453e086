/** What the routes of webhooks are built from. */
import type { ApiDeps } from "../deps.ts";
import type { Webhooks } from "./webhooks.ts";

/** Everything that other routes have, and webhooks as they were opened. */
export type WebhookDeps = ApiDeps & { readonly webhooks: Webhooks | undefined };
