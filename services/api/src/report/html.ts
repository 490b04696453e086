/** Building blocks of reports: escaped text, a page that asks for nothing, tables, times. */

/** Markup that is safe as it stands. */
export interface Markup {
  readonly markup: string;
}

/** Markup with every value escaped, unless it is markup itself. */
export function html(parts: TemplateStringsArray, ...values: readonly unknown[]): Markup {
  return { markup: parts.reduce((text, part, index) => text + toMarkup(values[index - 1]) + part) };
}

/** Markup one after the other. */
export function join(parts: readonly Markup[]): Markup {
  return { markup: parts.map(({ markup }) => markup).join("") };
}

function toMarkup(value: unknown): string {
  if (typeof value === "object" && value !== null) return "markup" in value ? String(value.markup) : toMarkup(JSON.stringify(value));
  return String((value as string | number | boolean | null | undefined) ?? "").replaceAll(
    /[&<>"']/g,
    (letter) => `&#${letter.codePointAt(0)};`,
  );
}

const STYLE = `
:root{color-scheme:light}*{box-sizing:border-box}
body{font:15px/1.5 system-ui,sans-serif;color:#1a1a1a;background:#fff;margin:0 auto;padding:16px;max-width:1000px}
h1{font-size:1.5rem;line-height:1.25;margin:.2em 0}h2{font-size:1.15rem;margin:1.6em 0 .4em;border-bottom:1px solid #767676}
p,li,td,th,dd,code{overflow-wrap:anywhere}table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.3em .5em;border-bottom:1px solid #d0d0d0}
.scroll{overflow-x:auto}dl{display:grid;grid-template-columns:max-content 1fr;gap:.2em 1em;margin:0}dt{font-weight:600}dd{margin:0}
.good{color:#0b5d1e;font-weight:600}.bad{color:#9b1c1c;font-weight:600}.open{color:#6b4a00;font-weight:600}
code{font:13px/1.4 ui-monospace,monospace}.small{font-size:13px;color:#444}svg{width:100%;height:auto;display:block}
@media(max-width:600px){dl{grid-template-columns:1fr}dd{margin-bottom:.5em}.rows thead{display:none}
.rows tr{display:block;border-bottom:1px solid #767676;padding:.3em 0}.rows td{display:block;border:0;padding:.1em 0}
.rows td::before{content:attr(data-label);display:block;font-size:12px;color:#444}}
@page{size:A4;margin:14mm}@media print{body{font-size:10.5pt;padding:0;max-width:none}h2{break-after:avoid}tr,svg{break-inside:avoid}.scroll{overflow:visible}}`;

/** A whole page. It loads nothing and runs nothing, and says so to the browser. */
export function page(title: string, body: readonly Markup[]): string {
  const policy = "default-src 'none'; style-src 'unsafe-inline'";
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="content-security-policy" content="${policy}"><title>${title}</title><style>${{ markup: STYLE }}</style></head>
<body><main>${join(body)}</main></body></html>
`.markup;
}

/** A table whose rows become cards on a phone. */
export function table(header: readonly string[], rows: readonly (readonly unknown[])[]): Markup {
  if (rows.length === 0) return html`<p class="small">None.</p>`;
  const head = join(header.map((name) => html`<th scope="col">${name}</th>`));
  const body = rows.map((row) => html`<tr>${join(row.map((cell, index) => html`<td data-label="${header[index]}">${cell}</td>`))}</tr>`);
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${header.join(", ")}"><table class="rows"><thead><tr>${head}</tr></thead><tbody>${join(body)}</tbody></table></div>`;
}

/** Names with their values. */
export function facts(entries: readonly (readonly [string, unknown])[]): Markup {
  return html`<dl>${join(entries.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`))}</dl>`;
}

/** A verdict in words, coloured and never by colour alone. */
export function verdict(word: string | null): Markup {
  const shown = word === null ? "no target" : word.replaceAll("_", " ");
  const tone = word === "met" || word === "completed" ? "good" : word === "not_met" || word === "failed" ? "bad" : "open";
  return html`<span class="${tone}">${shown}</span>`;
}

/** Tells times: in UTC, and in the zone that the reader named. */
export function createTeller(zone: string | undefined): (iso: string | null | undefined) => string {
  const local =
    zone === undefined ? undefined : new Intl.DateTimeFormat("en-GB", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });
  return (iso) => {
    if (iso === null || iso === undefined) return "—";
    const utc = `${iso.slice(0, 19).replace("T", " ")} UTC`;
    return local === undefined ? utc : `${utc} (${local.format(new Date(iso))} ${zone})`;
  };
}

/** Seconds as people say them. */
export function seconds(value: number | null | undefined): string {
  if (value === null || value === undefined) return "—";
  if (value < 60) return `${Math.round(value * 10) / 10} s`;
  const whole = Math.round(value);
  const hours = Math.floor(whole / 3600);
  return `${hours > 0 ? `${hours} h ` : ""}${Math.floor(whole / 60) % 60} min ${whole % 60} s`;
}
