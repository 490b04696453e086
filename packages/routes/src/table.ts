/** The one table of routes, as far as they are served: who may ask for what, and how a request looks. What is said of them stands in `documented.ts`. */
import { accountRows } from "./accounts.ts";
import { callbackRows } from "./callbacks.ts";
import { controlRows } from "./control.ts";
import { decisionRows } from "./decisions.ts";
import { discoveryRows } from "./discovery.ts";
import { executionRows } from "./executions.ts";
import { planCheckRows } from "./plan-checks.ts";
import { planEstimateRows } from "./plan-estimate.ts";
import { planRows } from "./plans.ts";
import { platformRows } from "./platform.ts";
import { API_BASE, type RateClass, type RouteRule } from "./route.ts";
import { technologyRows } from "./technologies.ts";
import { webhookRows } from "./webhooks.ts";

/** Every rule by the name of its operation. Router, gateway, documents and clients are made of it. */
export const RULES = {
  ...planRows,
  ...planCheckRows,
  ...planEstimateRows,
  ...executionRows,
  ...controlRows,
  ...decisionRows,
  ...technologyRows,
  ...discoveryRows,
  ...accountRows,
  ...platformRows,
  ...webhookRows,
  ...callbackRows,
};
/** The name of an operation. */
export type Operation = keyof typeof RULES;

/** Every rule with its operation's name, in the order of the table. */
export const RULE_LIST: readonly (RouteRule & { readonly operation: Operation })[] = Object.entries<RouteRule>(RULES).map(
  ([operation, rule]) => ({ ...rule, operation: operation as Operation }),
);

/** What the gateway has to know: each path with and without `API_BASE`. `open` routes are not signed. */
export const GATEWAY_ROUTES: readonly GatewayRoute[] = RULE_LIST.flatMap(({ method, path, access, rate }) =>
  [`${API_BASE}${path}`, path].map((each) => ({ method, path: each, rate, ...(isOpen(access) ? { open: true as const } : {}) })),
);

interface GatewayRoute {
  readonly method: string;
  readonly path: string;
  readonly rate: RateClass;
  readonly open?: true;
}

/** True if a route may be asked by anybody, without a signature. */
export function isOpen(access: RouteRule["access"]): access is { readonly open: string } {
  return typeof access === "object";
}
