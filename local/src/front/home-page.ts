/** The page at `/`: where one is, and what to try. Plain HTML, no script. */
import type { HttpResponse } from "./api-gateway.ts";
import { escapeHtml } from "../escape-html.ts";

/** What the page tells of this runtime. */
export interface Home {
  readonly region: string;
  readonly speed: number;
  /** The data folder. */
  readonly data: string;
}

const STYLE =
  "body{font:15px/1.5 system-ui;margin:2em auto;max-width:46em;padding:0 1em;color:#222}h1{font-size:1.4em}h2{font-size:1.1em;margin-top:1.6em}pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f6f6f6;padding:.7em;font-size:13px}dt{font-weight:600}dd{margin:0 0 .5em 0}";

/** The page. */
export function homePage({ region, speed, data }: Home): HttpResponse {
  const body = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>DR Orchestrator on this machine</title><link rel="icon" href="data:,"><style>${STYLE}</style></head>
<body>
<main>
<h1>DR Orchestrator, on this machine alone</h1>
<p>This is the whole product with its own functions, against stand-ins of AWS: databases, servers and networks are <b>simulated</b>, ${escapeHtml(String(speed))} times as fast as real ones.
It calls itself Region ${escapeHtml(region)} and keeps everything in <code>${escapeHtml(data)}</code>. Nothing here touches AWS.</p>
<h2>Look</h2>
<dl>
<dt><a href="/docs">/docs</a></dt><dd>the REST API as an interactive page; requests can be signed and sent from there</dd>
<dt><a href="/health">/health</a></dt><dd>whether the runtime and its parts are there</dd>
<dt><a href="/_local/inbox">/_local/inbox</a></dt><dd>what Slack, PagerDuty, mail and the others were sent (with <code>--connect all</code>)</dd>
<dt><a href="/_local/estate/effects">/_local/estate/effects</a></dt><dd>what was really done to the simulated estate, act by act</dd>
</dl>
<h2>Try</h2>
<p>In the folder with <code>ready.json</code> (what <code>pnpm --silent dev</code> prints when it is ready: the endpoint, and a key pair per role):</p>
<pre>npx -y pnpm@12 --silent dr whoami
npx -y pnpm@12 --silent dr plans save plans/enterprise-app-recovery-prod.yaml --as DRPlanManager
npx -y pnpm@12 --silent dr start enterprise-app-recovery-prod --drill --watch</pre>
<p>Every other call is signed (SigV4, service <code>execute-api</code>): <code>docs/tutorial/first-recovery.md</code> goes step by step.</p>
</main>
</body>
</html>
`;
  return { status: 200, headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-cache" }, body };
}
