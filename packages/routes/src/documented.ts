/** The route table with all that is said of each route: for documents, clients and tests. The API itself runs on the rules alone. */
import type { AnswerRow, RouteRow } from "./route.ts";
import { RULES, type Operation } from "./table.ts";
import { accountWords } from "./words/accounts.ts";
import { callbackWords } from "./words/callbacks.ts";
import { controlWords } from "./words/control.ts";
import { decisionWords } from "./words/decisions.ts";
import { discoveryWords } from "./words/discovery.ts";
import { executionWords } from "./words/executions.ts";
import { planCheckWords } from "./words/plan-checks.ts";
import { planEstimateWords } from "./words/plan-estimate.ts";
import { planWords } from "./words/plans.ts";
import { platformWords } from "./words/platform.ts";
import { technologyWords } from "./words/technologies.ts";
import { webhookWords } from "./words/webhooks.ts";

const WORDS = {
  ...planWords,
  ...planCheckWords,
  ...planEstimateWords,
  ...executionWords,
  ...controlWords,
  ...decisionWords,
  ...technologyWords,
  ...discoveryWords,
  ...accountWords,
  ...platformWords,
  ...webhookWords,
  ...callbackWords,
} satisfies Record<Operation, object>;

type Documented = { readonly [Each in Operation]: (typeof RULES)[Each] & (typeof WORDS)[Each] };

/** Every route by the name of its operation. */
export const ROUTES = /* @__PURE__ */ document();

/** Every route with its operation's name, in the order of the table. */
export const ROUTE_LIST: readonly (RouteRow & { readonly operation: Operation })[] = /* @__PURE__ */ list();

/** The media types of the answers that are documented; the rule of the row has to name the same. */
export function documentedTypes({ answers }: Pick<RouteRow, "answers">): readonly string[] {
  return [
    ...new Set(Object.values<AnswerRow>(answers).flatMap(({ body, types = [] }) => [...(body ? ["application/json"] : []), ...types])),
  ];
}

function document(): Documented {
  const operations = Object.keys(RULES) as Operation[];
  return Object.fromEntries(
    operations.map((operation) => [operation, { ...RULES[operation], ...WORDS[operation] }]),
  ) as unknown as Documented;
}

function list() {
  return Object.entries<RouteRow>(ROUTES).map(([operation, row]) => ({ ...row, operation: operation as Operation }));
}
