/** Draws an execution as a timeline of bars: a picture that fits a terminal. */

/** One bar; times in ms since the execution was requested. `level` 0 = wave, 1 = task. */
export interface Bar {
  readonly label: string;
  readonly level: 0 | 1;
  readonly startMs: number;
  readonly endMs: number;
  readonly note: string;
}

/** A moment worth a mark below the bars, such as a pause. */
export interface Span {
  readonly label: string;
  readonly startMs: number;
  readonly endMs: number;
}

const width = 48;

/** The timeline as lines of text. `scale` says how many estate seconds one real second stands for. */
export function renderTimeline(bars: readonly Bar[], pauses: readonly Span[], totalMs: number, scale: number): string[] {
  const labelWidth = Math.max(...bars.map((bar) => bar.label.length + bar.level * 2), ...pauses.map((pause) => pause.label.length), 10);
  const line = (label: string, span: { startMs: number; endMs: number }, fill: string, note: string): string =>
    `${label.padEnd(labelWidth)} |${draw(span, totalMs, fill)}| ${formatSeconds((span.endMs - span.startMs) / 1000).padStart(8)}  ${note}`.trimEnd();
  return [
    ...bars.map((bar) => line("  ".repeat(bar.level) + bar.label, bar, bar.level === 0 ? "=" : "#", bar.note)),
    ...pauses.map((pause) => line(pause.label, pause, ".", "waiting for a person")),
    `${"".padEnd(labelWidth)}  0${formatSeconds(totalMs / 1000).padStart(width - 1)}`,
    `${"".padEnd(labelWidth)}  real seconds; one stands for ${scale} s of simulated estate time`,
  ];
}

function draw({ startMs, endMs }: { startMs: number; endMs: number }, totalMs: number, fill: string): string {
  const at = (ms: number): number => Math.round((Math.min(Math.max(ms, 0), totalMs) / Math.max(totalMs, 1)) * width);
  const start = Math.min(at(startMs), width - 1);
  const length = Math.max(1, at(endMs) - start);
  return `${" ".repeat(start)}${fill.repeat(length)}`.padEnd(width).slice(0, width);
}

/** `31.5 s`, `14 min 12 s`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 120) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
