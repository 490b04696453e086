/** Colours of states, for terminals only. */
import { styleText } from "node:util";
import { printable } from "@dr/events/one-line";
import type { Line } from "./lines.ts";

const STYLES: Readonly<Record<string, Parameters<typeof styleText>[0]>> = {
  completed: "green",
  in_progress: "cyan",
  requested: "cyan",
  paused: "yellow",
  queued: "yellow",
  retry_scheduled: "yellow",
  failed: "red",
  cancelled: "red",
};

/** The line cut to the width, with its state in colour. */
export function colourLine({ text: said, status }: Line, columns: number): string {
  const text = printable(said);
  const cut = text.length > columns ? `${text.slice(0, columns - 1)}…` : text;
  const style = status === undefined ? undefined : STYLES[status];
  return style === undefined ? cut : cut.replace(new RegExp(` ${status}\\b`), (word) => styleText(style, word, { validateStream: false }));
}
