/** Rows of target accounts, and of what is configured for an environment. */
import { environmentSchema } from "@dr/events";
import * as z from "zod";
import { noQuery, regionName } from "./parameters.ts";
import { defineRoute } from "./route.ts";

const accountParams = z.object({ accountId: z.string().regex(/^\d{12}$/, "expected a 12-digit account id") });

const registerBody = z.strictObject({
  name: z.string().min(1).max(128).optional(),
  roleName: z
    .string()
    .regex(/^DR-Cross-Account-Target-Role[\w+=,.@-]*$/, "expected a name that begins with DR-Cross-Account-Target-Role")
    .optional(),
  regions: z.array(regionName).min(1).max(40).optional(),
});

const accountSchema = z
  .looseObject({
    accountId: z.string(),
    name: z.string(),
    roleArn: z.string(),
    externalId: z.string().meta({ description: "made here; the role's trust policy demands it" }),
    regions: z.array(z.string()),
    registeredAt: z.string(),
    registeredBy: z.string(),
    validation: z.looseObject({ valid: z.boolean(), at: z.string(), reason: z.string().optional() }).nullable(),
  })
  .meta({ id: "TargetAccount" });

const SET_UP = ["accounts.not_set_up"] as const;
const KNOWN = [...SET_UP, "account.not_found"] as const;

/** `/accounts/targets…` and `/config/{environment}/{technology}` */
export const accountRows = {
  listAccounts: defineRoute({
    method: "GET",
    path: "/accounts/targets",
    tag: "accounts",
    summary: "List the accounts in which adapters may act",
    access: "account.read",
    rate: "list",
    query: noQuery,
    answers: {
      200: { description: "All of them", body: z.looseObject({ accounts: z.array(accountSchema) }).meta({ id: "TargetAccounts" }) },
    },
    problems: [...SET_UP],
  }),
  getAccount: defineRoute({
    method: "GET",
    path: "/accounts/targets/{accountId}",
    tag: "accounts",
    summary: "Read a target account",
    access: "account.read",
    rate: "read",
    params: accountParams,
    query: noQuery,
    answers: { 200: { description: "The account", body: accountSchema } },
    problems: [...KNOWN],
  }),
  registerAccount: defineRoute({
    method: "PUT",
    path: "/accounts/targets/{accountId}",
    tag: "accounts",
    summary: "Register an account, or change what is known of it",
    description: "The external id is made here, once, and never taken from a request.",
    access: "account.register",
    rate: "write",
    params: accountParams,
    query: noQuery,
    body: registerBody,
    examples: [{ summary: "Two Regions", value: { name: "orders", regions: ["us-east-1", "us-west-2"] } }],
    answers: {
      201: { description: "Registered", body: accountSchema, headers: ["location"] },
      200: { description: "Changed", body: accountSchema, headers: ["location"] },
    },
    problems: [...SET_UP],
  }),
  validateAccount: defineRoute({
    method: "POST",
    path: "/accounts/targets/{accountId}/validate",
    tag: "accounts",
    summary: "Try an account: its role is really taken on",
    access: "account.register",
    rate: "heavy",
    params: accountParams,
    query: noQuery,
    answers: { 200: { description: "The account, with what came of it", body: accountSchema } },
    problems: [...KNOWN],
  }),
  removeAccount: defineRoute({
    method: "DELETE",
    path: "/accounts/targets/{accountId}",
    tag: "accounts",
    summary: "Remove a target account",
    access: "account.remove",
    rate: "write",
    params: accountParams,
    query: noQuery,
    answers: { 204: { description: "Removed" } },
    problems: [...KNOWN],
  }),
  getConfiguration: defineRoute({
    method: "GET",
    path: "/config/{environment}/{technology}",
    tag: "accounts",
    summary: "Read what Parameter Store says of a technology in an environment",
    description: "Secrets are never shown.",
    access: "account.read",
    rate: "read",
    params: z.object({ environment: environmentSchema, technology: z.string().regex(/^[a-z0-9_]{1,64}$/) }),
    query: noQuery,
    answers: {
      200: {
        description: "The settings",
        body: z
          .looseObject({ environment: z.string(), technology: z.string(), path: z.string(), settings: z.record(z.string(), z.string()) })
          .meta({ id: "Configuration" }),
      },
    },
    problems: ["configuration.not_found", "parameters.not_set_up"],
  }),
};
