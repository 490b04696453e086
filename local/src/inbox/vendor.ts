/** What stands in for a vendor: it takes a request as the vendor's documentation has it, and answers in the vendor's words. */
import type { Inbox } from "./inbox.ts";

/** A request to a vendor; `path` begins after the vendor's own name. */
export interface VendorRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The answer; a `body` that is no text goes as JSON. */
export interface VendorAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A stand-in. */
export type Vendor = (request: VendorRequest, inbox: Inbox) => VendorAnswer;

/** The body as JSON; undefined where it is none. */
export function jsonOf<Shape>(body: string): Shape | undefined {
  try {
    return JSON.parse(body) as Shape;
  } catch {
    return undefined;
  }
}
