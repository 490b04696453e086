/** Requests to one cluster: answers, lists to their end, changes with their jobs, and refusals as `OntapError`. */
import { lazyObject } from "@dr/events";
import * as z from "zod";
import { OntapError } from "./ontap-error.ts";
import type { OntapRequest, Transport } from "./transport.ts";

/** The job that a mutation began; null where the cluster was done at once. It can be asked for until 300 s after its end, no longer. */
export interface Accepted {
  readonly jobUuid: string | null;
}
type Query = Readonly<Record<string, string>>;

const acceptedSchema = lazyObject(() => ({ job: z.object({ uuid: z.string() }).optional() }));
const errorSchema = lazyObject(() => ({ error: z.object({ code: z.coerce.string(), message: z.string() }) }));
const pageSchema = lazyObject(() => ({
  records: z.array(z.unknown()).default([]),
  _links: z.object({ next: z.object({ href: z.string().startsWith("/api/") }).optional() }).optional(),
}));

/** The three kinds of request, on a transport. */
export function createRequests(send: Transport) {
  const ask = async (request: OntapRequest): Promise<unknown> => {
    const { status, body } = await send(request);
    if (status >= 200 && status < 300) return body;
    const told = errorSchema.safeParse(body);
    throw new OntapError(status, told.success ? told.data.error : { code: "0", message: `HTTP ${status}` });
  };
  return {
    get: (path: string, query: Query = {}) => ask({ method: "GET", path: withQuery(path, query) }),
    /** All pages: a cluster that is busy ends a page when its time is up, perhaps before the first record (ONTAP REST API, "Records and pagination"). */
    list: async <Item extends z.ZodType>(item: Item, path: string, query: Query): Promise<readonly z.output<Item>[]> => {
      const records: z.output<Item>[] = [];
      for (let next: string | undefined = withQuery(path, query); next !== undefined;) {
        const page: z.output<typeof pageSchema> = pageSchema.parse(await ask({ method: "GET", path: next }));
        records.push(...z.array(item).parse(page.records));
        const following: string | undefined = page._links?.next?.href;
        next = following === next ? undefined : following;
      }
      return records;
    },
    change: async (method: "POST" | "PATCH" | "DELETE", path: string, body?: object): Promise<Accepted> => {
      const answer = acceptedSchema.parse(await ask({ method, path, ...(body === undefined ? {} : { body }) }));
      return { jobUuid: answer.job?.uuid ?? null };
    },
  };
}

/** A path with its query. */
export function withQuery(path: string, query: Query): string {
  const text = new URLSearchParams(query).toString();
  return text === "" ? path : `${path}?${text}`;
}
