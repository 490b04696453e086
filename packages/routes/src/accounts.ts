/** Rows of target accounts, and of what is configured for an environment. */
import { environmentSchema, lazyObject, lazyStrictObject, regionName } from "@dr/events";
import * as z from "zod";
import { noQuery, targetAccountId } from "./parameters.ts";
import { defineRoute } from "./route.ts";

const accountParams = lazyObject(() => ({ accountId: targetAccountId() }));

const registerBody = lazyStrictObject(() => ({
  name: z.string().min(1).max(128).optional(),
  roleName: z
    .string()
    .regex(/^DR-Cross-Account-Target-Role[\w+=,.@-]*$/, "expected a name that begins with DR-Cross-Account-Target-Role")
    .optional(),
  regions: z.array(regionName).min(1).max(40).optional(),
})).prefault({});

/** `/accounts/targets…` and `/config/{environment}/{technology}` */
export const accountRows = {
  listAccounts: defineRoute({ method: "GET", path: "/accounts/targets", access: "account.read", rate: "list", query: noQuery }),
  getAccount: defineRoute({
    method: "GET",
    path: "/accounts/targets/{accountId}",
    access: "account.read",
    rate: "read",
    params: accountParams,
    query: noQuery,
  }),
  registerAccount: defineRoute({
    method: "PUT",
    path: "/accounts/targets/{accountId}",
    access: "account.register",
    rate: "write",
    params: accountParams,
    query: noQuery,
    body: registerBody,
  }),
  validateAccount: defineRoute({
    method: "POST",
    path: "/accounts/targets/{accountId}/validate",
    access: "account.register",
    rate: "heavy",
    params: accountParams,
    query: noQuery,
  }),
  removeAccount: defineRoute({
    method: "DELETE",
    path: "/accounts/targets/{accountId}",
    access: "account.remove",
    produces: [],
    rate: "write",
    params: accountParams,
    query: noQuery,
  }),
  getConfiguration: defineRoute({
    method: "GET",
    path: "/config/{environment}/{technology}",
    access: "account.read",
    rate: "read",
    params: lazyObject(() => ({ environment: environmentSchema, technology: z.string().regex(/^[a-z0-9_]{1,64}$/) })),
    query: noQuery,
  }),
};
