/** Answers `/docs` and the files below it. Nothing here is secret, and nothing is loaded from anywhere else. */
import { DrError } from "@dr/events";
import type { HttpRequest, HttpResponse, HttpRoute } from "@dr/runtime";
import { PAGE_FILES, type PageFile } from "./page-files.ts";
import type { ServedFile } from "./read-page-file.ts";

/** What the page is told of its installation. */
export interface PageDeps {
  readonly region: string;
  readonly authMode: "role_based" | "cognito";
  readonly readPageFile: (file: PageFile) => Promise<ServedFile>;
}

const SAFE = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
} as const;

/** The route. Throws `http.route_not_found` for a file that the page does not have. */
export function createPage(deps: PageDeps): HttpRoute {
  return (request) => {
    const { file } = request.pathParameters;
    return file === undefined ? Promise.resolve(toPage(request, deps)) : serve(request, file, deps);
  };
}

async function serve({ headers }: HttpRequest, name: string, { readPageFile }: PageDeps): Promise<HttpResponse> {
  const file = PAGE_FILES.find((each) => each.name === name);
  if (!file) throw notFound(name);
  const { text, gzipBase64, etag } = await readPageFile(file);
  const common = { ...SAFE, etag, "cache-control": "no-cache", vary: "accept-encoding" };
  if (headers["if-none-match"] === etag) return { status: 304, headers: common };
  const typed = { ...common, "content-type": file.contentType };
  if (!/\bgzip\b/.test(headers["accept-encoding"] ?? "")) return { status: 200, headers: typed, body: text };
  return { status: 200, headers: { ...typed, "content-encoding": "gzip" }, body: gzipBase64, isBase64Encoded: true };
}

function notFound(name: string): DrError {
  const message = "the page has no such file";
  const expected = `one of ${PAGE_FILES.map((each) => each.name).join(", ")}`;
  const errors = [{ path: name.slice(0, 100), code: "http.route_not_found", message, expected }];
  return new DrError("http.route_not_found", message, { details: { hint: "the page itself is at /docs", errors } });
}

/** Files are named from where the page was asked for: it stands with and without the API's base. */
function toPage({ path }: HttpRequest, { region, authMode }: PageDeps): HttpResponse {
  const at = path.replace(/\/+$/, "").replaceAll(/[^\w/.-]/g, "");
  const body = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>DR Orchestrator: API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${at}/swagger-ui.css">
<link rel="stylesheet" href="${at}/page.css">
</head>
<body data-at="${at}" data-region="${region}" data-auth-mode="${authMode}">
<noscript>This page needs JavaScript; <a href="${at}/openapi.json">openapi.json</a> does not.</noscript>
${authMode === "cognito" ? "" : KEYS}
<main id="api"></main>
<script src="${at}/swagger-ui-bundle.js"></script>
<script src="${at}/aws4fetch.js"></script>
<script type="module" src="${at}/show-page.js"></script>
</body>
</html>
`;
  return { status: 200, headers: { ...SAFE, "content-type": "text/html; charset=utf-8", "cache-control": "no-cache" }, body };
}

/** Keys stay in the page: they sign what is tried out, and are gone when it is closed. */
const KEYS = `<form id="keys" autocomplete="off">
<p>Requests that are tried out here are signed in this browser with the keys below. They are sent nowhere and kept nowhere.</p>
<label>Access key id <input name="accessKeyId" spellcheck="false"></label>
<label>Secret access key <input name="secretAccessKey" type="password"></label>
<label>Session token <input name="sessionToken" type="password"></label>
</form>`;
