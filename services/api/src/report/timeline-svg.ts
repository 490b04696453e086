/** The timeline as a picture. */
import { html, join, type Markup } from "./html.ts";
import type { Bar, Timeline } from "./timeline.ts";

const WIDTH = 900;
const LEFT = 210;
const ROW = 22;
const MAX_ROWS = 120;

const COLOURS: Readonly<Record<string, string>> = {
  completed: "#2e7d32",
  failed: "#b3261e",
  cancelled: "#6b4a00",
  skipped: "#6b6b6b",
  open: "#6b4a00",
  over: "#8a6d1f",
};

/** Bars from start to end, each with its name and length as text. A running bar ends at `now`. Empty before anything began. */
export function timelineSvg({ bars }: Pick<Timeline, "bars">, now: string): Markup {
  const shown = bars.slice(0, MAX_ROWS);
  if (shown.length === 0) return html`<p class="small">Nothing began.</p>`;
  const from = Math.min(...shown.map((bar) => Date.parse(bar.from)));
  const to = Math.max(from + 1000, ...shown.map((bar) => Date.parse(bar.to ?? now)));
  const scale = (WIDTH - LEFT - 70) / (to - from);
  const height = (shown.length + 1) * ROW + 6;
  const rows = shown.map((bar, index) => row(bar, { y: (index + 1) * ROW, scale, from, now }));
  const more = bars.length > MAX_ROWS ? html`<p class="small">${bars.length - MAX_ROWS} more are in the table of tasks.</p>` : html``;
  return html`<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Timeline of waves, tasks and pauses" font-family="system-ui,sans-serif" font-size="12"><text x="${LEFT}" y="14" fill="#444">0 s</text><text x="${WIDTH - 70}" y="14" fill="#444" text-anchor="end">${Math.round((to - from) / 1000)} s</text>${join(rows)}</svg>${more}`;
}

function row(
  bar: Bar,
  { y, scale, from, now }: { readonly y: number; readonly scale: number; readonly from: number; readonly now: string },
): Markup {
  const begin = Date.parse(bar.from);
  const end = Date.parse(bar.to ?? now);
  const x = LEFT + (begin - from) * scale;
  const width = Math.max(2, (end - begin) * scale);
  const colour = COLOURS[bar.status] ?? "#1d4f91";
  const indent = bar.kind === "task" ? 14 : 0;
  const label = bar.label.length > 28 ? `${bar.label.slice(0, 27)}…` : bar.label;
  const thick = bar.kind === "wave" ? 14 : 9;
  return html`<text x="${indent}" y="${y + 13}" fill="#1a1a1a" font-weight="${bar.kind === "wave" ? 600 : 400}">${label}</text><rect x="${x.toFixed(1)}" y="${y + 4}" width="${width.toFixed(1)}" height="${thick}" rx="2" fill="${colour}"><title>${bar.label}: ${bar.status}</title></rect><text x="${Math.min(WIDTH - 66, x + width + 4).toFixed(1)}" y="${y + 13}" fill="#444">${Math.round((end - begin) / 1000)} s</text>`;
}
