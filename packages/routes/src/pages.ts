/** Pages on the API's gateway that are no part of its document: open to anybody, each with its reason. */
import { API_BASE } from "./route.ts";

/** A page; it can be asked for without a signature. */
interface PageRoute {
  readonly method: "GET";
  readonly path: string;
  readonly open: string;
}

/** Below the API's base. */
export const PAGES: readonly PageRoute[] = [
  { method: "GET", path: "/docs", open: "a browser cannot sign what it loads; the page shows the API's document, which is no secret" },
  { method: "GET", path: "/docs/{file}", open: "what the page is made of" },
];

/** What the gateway has to know of them: each path with and without the API's base. */
export const PAGE_ROUTES: readonly PageRoute[] = PAGES.flatMap((page) => [{ ...page, path: `${API_BASE}${page.path}` }, page]);
