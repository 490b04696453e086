/** The files of the page: where each comes from, below this service's folder, and what it is served as. */

/** A file that is deployed beside the function's code under its name, and served under it. */
export interface PageFile {
  readonly name: string;
  readonly from: string;
  readonly contentType: string;
}

const SCRIPT = "text/javascript; charset=utf-8";
const STYLE = "text/css; charset=utf-8";

/** Every file that the page loads. */
export const PAGE_FILES: readonly PageFile[] = [
  { name: "swagger-ui.css", from: "node_modules/swagger-ui-dist/swagger-ui.css", contentType: STYLE },
  { name: "swagger-ui-bundle.js", from: "node_modules/swagger-ui-dist/swagger-ui-bundle.js", contentType: SCRIPT },
  { name: "aws4fetch.js", from: "node_modules/aws4fetch/dist/aws4fetch.umd.js", contentType: SCRIPT },
  { name: "page.css", from: "page/page.css", contentType: STYLE },
  { name: "show-page.js", from: "page/show-page.js", contentType: SCRIPT },
  { name: "sign-request.js", from: "page/sign-request.js", contentType: SCRIPT },
  { name: "openapi.json", from: "../../docs/reference/openapi.json", contentType: "application/json" },
];
