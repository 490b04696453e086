/** Shows an execution as it goes: redrawn on a terminal, otherwise a line for whatever changed. */
import type { Terminal } from "../terminal.ts";
import { colourLine } from "./colour.ts";
import { isOver, type ExecutionView } from "./execution.ts";
import { toLines, type Line } from "./lines.ts";

/** Shows one look after the other. */
export type Progress = (view: ExecutionView, now: string) => void;

/** `now` is ISO 8601 in UTC and stands before each plain line. */
export function createProgress(terminal: Terminal): Progress {
  const { screen } = terminal;
  if (screen) {
    let height = 0;
    return (view) => {
      const { columns, rows } = screen.size();
      const lines = fit(view, rows - 1);
      const up = height > 0 ? `\u001B[${height}A\u001B[J` : "";
      screen.write(`${up}${lines.map((line) => `${colourLine(line, columns)}\n`).join("")}`);
      height = lines.length;
    };
  }
  const shown = new Map<string, string>();
  return (view, now) => {
    for (const { key, text } of toLines(view)) {
      if (shown.get(key) === text) continue;
      shown.set(key, text);
      terminal.out(`${now}  ${text}`);
    }
  };
}

/** A plan of a thousand waves does not fit: what is done goes first, what is to come next. What people must know stays. */
function fit(view: ExecutionView, rows: number): readonly Line[] {
  const all = toLines(view);
  if (all.length <= rows || isOver(view)) return all;
  const open = view.waves.filter(({ status }) => status !== "completed");
  const shorter = toLines({ ...view, waves: open });
  const fewer = view.waves.length - open.length;
  const note = (text: string): Line => ({ key: "note", text });
  const done = fewer > 0 ? [note(`… ${fewer} waves are completed`)] : [];
  const [head, ...rest] = shorter;
  const room = rows - 2 - done.length;
  if (!head || rest.length <= room) return [...(head ? [head] : []), ...done, ...rest];
  const tail = rest.slice(-3);
  const kept = rest.slice(0, Math.max(0, room - tail.length));
  return [head, ...done, ...kept, note(`… ${rest.length - kept.length - tail.length} more lines: dr show ${view.executionId}`), ...tail];
}
