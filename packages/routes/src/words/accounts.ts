/** Words of the rows of target accounts, and of what is configured for an environment. */
import { lazyLooseObject } from "@dr/events";
import * as z from "zod";
import { defineWords } from "./words.ts";

const accountSchema = lazyLooseObject(() => ({
  accountId: z.string(),
  name: z.string(),
  roleArn: z.string(),
  externalId: z.string().meta({ description: "made here; the role's trust policy demands it" }),
  regions: z.array(z.string()),
  registeredAt: z.string(),
  registeredBy: z.string(),
  validation: z.looseObject({ valid: z.boolean(), at: z.string(), reason: z.string().optional() }).nullable(),
})).meta({ id: "TargetAccount" });

const SET_UP = ["accounts.not_set_up"] as const;

const KNOWN = [...SET_UP, "account.not_found"] as const;

/** `/accounts/targets…` and `/config/{environment}/{technology}` */
export const accountWords = defineWords({
  listAccounts: {
    tag: "accounts",
    summary: "List the accounts in which adapters may act",
    answers: {
      200: {
        description: "All of them",
        body: lazyLooseObject(() => ({ accounts: z.array(accountSchema) })).meta({ id: "TargetAccounts" }),
        headers: ["etag"],
      },
    },
    problems: [...SET_UP],
  },
  getAccount: {
    tag: "accounts",
    summary: "Read a target account",
    answers: { 200: { description: "The account", body: accountSchema, headers: ["etag"] } },
    problems: [...KNOWN],
  },
  registerAccount: {
    tag: "accounts",
    summary: "Register an account, or change what is known of it",
    description: "The external id is made here, once, and never taken from a request.",
    examples: [{ summary: "Two Regions", value: { name: "orders", regions: ["us-east-1", "us-west-2"] } }],
    answers: {
      201: { description: "Registered", body: accountSchema, headers: ["location"] },
      200: { description: "Changed", body: accountSchema, headers: ["location"] },
    },
    problems: [...SET_UP],
  },
  validateAccount: {
    tag: "accounts",
    summary: "Try an account: its role is really taken on",
    answers: { 200: { description: "The account, with what came of it", body: accountSchema } },
    problems: [...KNOWN],
  },
  removeAccount: {
    tag: "accounts",
    summary: "Remove a target account",
    answers: { 204: { description: "Removed" } },
    problems: [...KNOWN],
  },
  getConfiguration: {
    tag: "accounts",
    summary: "Read what Parameter Store says of a technology in an environment",
    description: "Secrets are never shown.",
    answers: {
      200: {
        description: "The settings",
        body: lazyLooseObject(() => ({
          environment: z.string(),
          technology: z.string(),
          path: z.string(),
          settings: z.record(z.string(), z.string()),
        })).meta({ id: "Configuration" }),
        headers: ["etag"],
      },
    },
    problems: ["configuration.not_found", "parameters.not_set_up"],
  },
});
