// The estate's own HTTP surface below /_local/estate: what happened, what is, seeds and faults.
import * as z from "zod";
import { bodyText, type EstateRequest, type EstateResponse } from "../http-message.ts";
import { faultRuleInput, type FaultRuleInput } from "../faults/fault-rule.ts";
import type { FaultBook } from "../faults/fault-book.ts";
import type { EstateControl } from "../estate-control.ts";
import { planInput } from "../seeding/plan-tasks.ts";
import { effectsQuery } from "./effects-query.ts";
import { badInput, problem } from "./problem.ts";

/** The path below which requests belong to this surface and not to an AWS service. */
export const ADMIN_PREFIX = "/_local/estate/";

type Deps = { readonly control: EstateControl; readonly faults: FaultBook };

type Route = (request: EstateRequest, query: Readonly<Record<string, string>>) => EstateResponse;

/** Answers requests below `ADMIN_PREFIX`; bad input is a 400 problem document that names the path. */
export const createAdminApi = ({ control, faults }: Deps): ((request: EstateRequest) => EstateResponse) => {
  const json = (status: number, body: object): EstateResponse => ({
    status,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...control.about(), ...body }),
  });

  const routes: Readonly<Record<string, Readonly<Record<string, Route>>>> = {
    effects: {
      GET: (_request, query) => {
        const parsed = effectsQuery.safeParse(query);
        return parsed.success ? json(200, { effects: control.effects(parsed.data) }) : badInput(parsed.error, "query");
      },
    },
    services: { GET: () => json(200, { services: control.services() }) },
    state: { GET: () => json(200, { ...control.state(), faults: faults.list() }) },
    seed: { POST: (request) => withBody(request, (body) => json(200, seed(control, body))) },
    faults: {
      GET: () => json(200, { faults: faults.list() }),
      POST: (request) => withBody(request, (body) => json(201, { faults: rulesIn(body).map((rule) => faults.add(rule)) })),
      DELETE: (_request, query) => {
        const parsed = clearQuery.safeParse(query);
        return parsed.success ? json(200, { cleared: faults.clear(parsed.data.id) }) : badInput(parsed.error, "query");
      },
    },
  };

  return (request) => {
    const url = new URL(request.url, "http://estate");
    const name = url.pathname.slice(ADMIN_PREFIX.length).replace(/\/$/u, "");
    const methods = Object.hasOwn(routes, name) ? routes[name] : undefined;
    if (methods === undefined) return problem(404, "estate.no_such_path", `There is no ${url.pathname}`);
    const route = methods[request.method];
    if (route !== undefined) return route(request, Object.fromEntries(url.searchParams));
    const refusal = problem(405, "estate.method_not_allowed", `${url.pathname} takes ${Object.keys(methods).join(", ")}`);
    return { ...refusal, headers: { ...refusal.headers, allow: Object.keys(methods).join(", ") } };
  };
};

const anyObject = z.looseObject({});
const faultList = z.strictObject({ rules: z.array(faultRuleInput).min(1) });
const clearQuery = z.strictObject({ id: z.string().min(1).optional() });
const planSeed = z.strictObject({ plan: planInput, region: z.string().optional() });

/** One rule, or `{rules: [...]}`. */
const rulesIn = (body: object): readonly FaultRuleInput[] => ("rules" in body ? faultList.parse(body).rules : [faultRuleInput.parse(body)]);

/** A seed document, or `{plan, region?}` for the resources that a plan names. */
const seed = (control: EstateControl, body: object): object => {
  if (!("plan" in body)) return control.seed(body);
  const { plan, region } = planSeed.parse(body);
  return control.provisionForPlan(plan, region === undefined ? {} : { region });
};

const withBody = (request: EstateRequest, answer: (body: object) => EstateResponse): EstateResponse => {
  const json = parseJson(bodyText(request));
  if (json === undefined) return problem(400, "estate.bad_json", "The body is not JSON", [{ path: "body", message: "expected JSON" }]);
  try {
    return answer(anyObject.parse(json.value));
  } catch (error) {
    if (error instanceof z.ZodError) return badInput(error, "");
    throw error;
  }
};

const parseJson = (text: string): { readonly value: unknown } | undefined => {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
};
