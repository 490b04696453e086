/** BMC Helix ITSM (Remedy AR) as a system of changes, by a mapping of fields: names of fields differ from site to site. Tested on stand-ins made from BMC's documentation alone. */
import type { Answer, OutboundRequest, Send } from "@dr/delivery";
import { DrError, lazyLooseObject, lazyStrictObject } from "@dr/events";
import { parseJson } from "@dr/runtime";
import * as z from "zod";
import type { Change, ChangeSystem } from "../change-system.ts";

/** Names of a site's forms and fields, and the words that its states go by. */
export const mappingSchema = lazyStrictObject(() => ({
  createForm: z.string().default("CHG:ChangeInterface_Create"),
  form: z.string().default("CHG:ChangeInterface"),
  approvalForm: z.string().default("AP:Detail-Signature"),
  number: z.string().default("Infrastructure Change Id"),
  correlation: z.string().default("Vendor Ticket Number"),
  title: z.string().default("Description"),
  description: z.string().default("Detailed Description"),
  status: z.string().default("Change Request Status"),
  startsAt: z.string().default("Scheduled Start Date"),
  endsAt: z.string().default("Scheduled End Date"),
  note: z.string().default("z2AF Work Log01"),
  approver: z.string().default("Approvers"),
  approvalOf: z.string().default("Request"),
  /** Tells one vote of a person from another; where a site has no such field, a person's second vote is the first one. */
  approvalVote: z.string().default("Signature ID"),
  approvalStatus: z.string().default("Approval Status"),
  /** What every new change has, e.g. `First Name`, `Location Company`, `Timing`. */
  defaults: z.record(z.string(), z.string()).default({}),
  approvedStates: z.array(z.string()).default(["Scheduled", "Implementation In Progress"]),
  closedStates: z.array(z.string()).default(["Completed", "Closed"]),
  rejectedStates: z.array(z.string()).default(["Rejected"]),
  cancelledStates: z.array(z.string()).default(["Cancelled"]),
}));
/** A site's mapping. */
export type BmcMapping = z.infer<typeof mappingSchema>;

/** Where it is and who we are there. */
export interface BmcOptions {
  readonly send: Send;
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly mapping: BmcMapping;
}

type Values = Readonly<Record<string, string | null>>;
const entrySchema = lazyLooseObject(() => ({ values: z.record(z.string(), z.unknown()) }));

/** A connection. Licences are counted by log-in, so each connection logs out after its call. */
export function bmcHelix(options: BmcOptions): ChangeSystem {
  const { mapping } = options;
  const call = createCall(options);
  const query = async (form: string, field: string, value: string): Promise<readonly Values[]> => {
    // A quotation mark in a qualification is written twice (BMC, "Building qualifications").
    const q = `'${field}'="${value.replaceAll('"', '""')}"`;
    const answer = z
      .looseObject({ entries: z.array(entrySchema) })
      .parse(await call("GET", `/api/arsys/v1/entry/${encodeURIComponent(form)}?q=${encodeURIComponent(q)}`));
    return answer.entries.map(({ values }) => texts(values)).filter((values) => values[field] === value);
  };
  const find = async (field: string, value: string): Promise<readonly Change[]> =>
    (await query(mapping.form, field, value)).map((values) => toChange(values, mapping));
  const read = async (number: string): Promise<Change | undefined> => (await find(mapping.number, number))[0];
  const write = async (number: string, values: Record<string, string>): Promise<void> => {
    const path = `/api/arsys/v1/entry/${encodeURIComponent(mapping.form)}/${encodeURIComponent(number)}`;
    await call("PUT", path, { values });
  };
  const mustRead = async (number: string): Promise<Change> => {
    const change = await read(number);
    if (!change) throw new DrError("itsm.unread", "the change that was written cannot be read", { retryable: true });
    return change;
  };
  return {
    read,
    find: (correlationId) => find(mapping.correlation, correlationId),
    findNumber: read,
    findPlanRequests: () => Promise.resolve([]),
    create: async ({ correlationId, title, description }) => {
      const values = {
        z1D_Action: "CREATE",
        ...mapping.defaults,
        [mapping.title]: title.slice(0, 100),
        [mapping.description]: description,
        [mapping.correlation]: correlationId,
      };
      await call("POST", `/api/arsys/v1/entry/${encodeURIComponent(mapping.createForm)}`, { values });
      const [created] = await find(mapping.correlation, correlationId);
      return created ?? Promise.reject(new DrError("itsm.unread", "the change that was created cannot be found", { retryable: true }));
    },
    bind: async (number, { correlationId, description }) => {
      await write(number, { [mapping.correlation]: correlationId, [mapping.description]: description });
      return await mustRead(number);
    },
    note: (number, text) => write(number, { [mapping.note]: text }),
    votes: async (number) =>
      (await query(mapping.approvalForm, mapping.approvalOf, number)).flatMap((values) => {
        const decision = values[mapping.approvalStatus];
        const user = values[mapping.approver];
        if (typeof user !== "string" || (decision !== "Approved" && decision !== "Rejected")) return [];
        return [{ id: values[mapping.approvalVote] ?? user, user, decision: decision === "Approved" ? "approved" : "rejected" }];
      }),
  };
}

function texts(values: Readonly<Record<string, unknown>>): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === "string" || typeof value === "number" ? String(value) : null]),
  );
}

function toChange(values: Values, mapping: BmcMapping): Change {
  const status = values[mapping.status] ?? "";
  const scheduled = mapping.approvedStates.includes(status);
  const rejected = mapping.rejectedStates.includes(status);
  const phase = mapping.cancelledStates.includes(status)
    ? "cancelled"
    : mapping.closedStates.includes(status)
      ? "closed"
      : scheduled
        ? "scheduled"
        : "open";
  const at = (name: string): string | undefined =>
    Number.isNaN(Date.parse(values[name] ?? "")) ? undefined : new Date(values[name] ?? "").toISOString();
  const [startsAt, endsAt] = [at(mapping.startsAt), at(mapping.endsAt)];
  const number = values[mapping.number] ?? "";
  return {
    id: number,
    number,
    correlationId: values[mapping.correlation] ?? "",
    description: values[mapping.description] ?? "",
    phase,
    approval: rejected ? "rejected" : scheduled ? "approved" : "requested",
    onHold: false,
    conflicts: false,
    ...(startsAt === undefined ? {} : { startsAt }),
    ...(endsAt === undefined ? {} : { endsAt }),
  };
}

function createCall({
  send,
  url,
  user,
  password,
}: BmcOptions): (method: OutboundRequest["method"], path: string, body?: unknown) => Promise<unknown> {
  return async (method, path, body) => {
    const form = new URLSearchParams({ username: user, password }).toString();
    const logIn = await send({
      id: "login",
      method: "POST",
      url: `${url}/api/jwt/login`,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: form,
    });
    const authorization = `AR-JWT ${ok(logIn, "logging in")}`;
    try {
      const headers = { authorization, "content-type": "application/json" };
      const answer = await send({ id: path, method, url: `${url}${path}`, headers, body: body === undefined ? "" : JSON.stringify(body) });
      const text = ok(answer, `${method} ${path.split("?")[0] ?? ""}`);
      return text === "" ? {} : parseJson(text);
    } finally {
      await send({ id: "logout", method: "POST", url: `${url}/api/jwt/logout`, headers: { authorization }, body: "" }).catch(
        () => undefined,
      );
    }
  };
}

function ok({ status, body }: Answer, what: string): string {
  if (status < 200 || status >= 300)
    throw new DrError("itsm.refused", `BMC answered ${status} to ${what}`, { retryable: status === 429 || status >= 500 });
  return body;
}
