/** ServiceNow as a system of changes: the change API to create, the Table API for everything else (ServiceNow, "Change Management API", "Table API"). */
import type { Answer, OutboundRequest, Send } from "@dr/delivery";
import { DrError } from "@dr/events";
import { parseJson } from "@dr/runtime";
import * as z from "zod";
import type { ChangeSystem } from "../change-system.ts";
import { changeSchema, FIELDS, toChange, voteSchema } from "./record.ts";

/** Where it is, and by which client we get in (OAuth client credentials). */
export interface ServiceNowOptions {
  readonly send: Send;
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** `emergency` by default: it skips the assessment. */
  readonly changeType?: string | undefined;
}

const CORRELATION = /^[A-Za-z0-9:_-]{1,100}$/;
const SYS_ID = /^[0-9a-f]{32}$/;
const NUMBER = /^CHG\d{7,10}$/;
const TABLE = "/api/now/table/change_request";

/** A connection. Queries are built of checked words only: a `^` would begin a clause of its own, and ServiceNow leaves clauses out that it does not understand. */
export function serviceNow(options: ServiceNowOptions): ChangeSystem {
  const call = createCall(options);
  const query = async (words: string, isMeant: (record: z.infer<typeof changeSchema>) => boolean, limit = 2) => {
    const path = `${TABLE}?sysparm_query=${encodeURIComponent(`${words}^ORDERBYsys_created_on`)}&sysparm_fields=${FIELDS}&sysparm_limit=${limit}`;
    const { result } = z.looseObject({ result: z.array(changeSchema) }).parse(await call("GET", path));
    return result.filter((record) => isMeant(record)).map((record) => toChange(record));
  };
  const read = async (id: string) => {
    const { result } = z
      .looseObject({ result: changeSchema })
      .parse(await call("GET", `${TABLE}/${assertWord(SYS_ID, id)}?sysparm_fields=${FIELDS}`));
    return result.sys_id === id ? toChange(result) : undefined;
  };
  return {
    read,
    find: async (correlationId) =>
      await query(`correlation_id=${assertWord(CORRELATION, correlationId)}`, ({ correlation_id }) => correlation_id === correlationId),
    findNumber: async (number) =>
      NUMBER.test(number) ? (await query(`number=${number}`, (record) => record.number === number))[0] : undefined,
    findPlanRequests: () =>
      query(
        "correlation_idSTARTSWITHdr-plan:^approval=approved^stateIN-2,-1",
        ({ correlation_id }) => correlation_id.startsWith("dr-plan:"),
        20,
      ),
    create: async ({ correlationId, title, description }) => {
      const body = {
        short_description: title.slice(0, 160),
        description,
        correlation_id: assertWord(CORRELATION, correlationId),
        correlation_display: "DR Orchestrator",
        type: options.changeType ?? "emergency",
      };
      const created = z
        .looseObject({ result: z.looseObject({ sys_id: z.looseObject({ value: z.string() }) }) })
        .parse(await call("POST", `/api/sn_chg_rest/change/${options.changeType ?? "emergency"}`, body));
      const change = await read(created.result.sys_id.value);
      if (!change) throw new DrError("itsm.unread", "the change that was created cannot be read", { retryable: true });
      return change;
    },
    bind: async (id, { correlationId, description }) => {
      await call("PATCH", `${TABLE}/${assertWord(SYS_ID, id)}`, { correlation_id: assertWord(CORRELATION, correlationId), description });
      const change = await read(id);
      if (!change) throw new DrError("itsm.unread", "the change that was written cannot be read", { retryable: true });
      return change;
    },
    note: async (id, text) => void (await call("PATCH", `${TABLE}/${assertWord(SYS_ID, id)}`, { work_notes: text })),
    votes: async (id) => {
      const path = `/api/now/table/sysapproval_approver?sysparm_query=${encodeURIComponent(`sysapproval=${assertWord(SYS_ID, id)}`)}&sysparm_fields=sys_id,sys_updated_on,sysapproval.value,sysapproval,approver.user_name,state&sysparm_limit=100`;
      const { result } = z.looseObject({ result: z.array(voteSchema) }).parse(await call("GET", path));
      return result.flatMap((vote) =>
        vote.sysapproval === id && vote.state !== "requested"
          ? [{ id: `${vote.sys_id}@${vote.sys_updated_on}`, user: vote["approver.user_name"], decision: vote.state }]
          : [],
      );
    },
  };
}

function assertWord(form: RegExp, word: string): string {
  if (!form.test(word)) throw new DrError("itsm.bad_word", `"${word.slice(0, 100)}" is no word of a query`);
  return word;
}

type Method = OutboundRequest["method"];

function createCall({
  send,
  url,
  clientId,
  clientSecret,
}: ServiceNowOptions): (method: Method, path: string, body?: unknown) => Promise<unknown> {
  let token: string | undefined;
  const logIn = async (): Promise<string> => {
    const body = new URLSearchParams({ grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret }).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const answer = await send({ id: "token", method: "POST", url: `${url}/oauth_token.do`, headers, body });
    return z.looseObject({ access_token: z.string().min(1) }).parse(readJson(answer, "logging in")).access_token;
  };
  return async (method, path, body) => {
    token ??= await logIn();
    const headers = { authorization: `Bearer ${token}`, accept: "application/json", "content-type": "application/json" };
    const answer = await send({ id: path, method, url: `${url}${path}`, headers, body: body === undefined ? "" : JSON.stringify(body) });
    if (answer.status === 401) token = undefined;
    return readJson(answer, `${method} ${path.split("?")[0] ?? ""}`);
  };
}

function readJson({ status, body }: Answer, what: string): unknown {
  if (status < 200 || status >= 300)
    throw new DrError("itsm.refused", `ServiceNow answered ${status} to ${what}`, {
      retryable: status === 401 || status === 429 || status >= 500,
    });
  return parseJson(body);
}
