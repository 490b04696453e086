/** Finds where a text stops being JSON. JSON.parse knows, but its messages are not the same from engine to engine. */
import { readJsonText } from "./json-text.ts";

/** Line and column (from 1) of the first character that cannot be part of JSON, and what should stand there; undefined if the text is JSON. */
export function findJsonSyntaxError(
  text: string,
): { readonly line: number; readonly column: number; readonly expected: string } | undefined {
  const read = readJsonText(text);
  if ("root" in read || read.fault.kind !== "syntax") return undefined;
  return { ...placeIn(text)(read.fault.offset), expected: read.fault.expected };
}

/** Line and column (from 1) of an offset, as a JavaScript string counts. */
export type Place = (offset: number) => { readonly line: number; readonly column: number };

/** A function that tells line and column in this text. The line starts are found once, when the first place is asked for. */
export function placeIn(text: string): Place {
  let starts: readonly number[] | undefined;
  return (offset) => {
    starts ??= lineStarts(text);
    const after = starts.findIndex((start) => start > offset);
    const line = after === -1 ? starts.length : after;
    return { line, column: offset - (starts[line - 1] ?? 0) + 1 };
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", end + 1)) starts.push(end + 1);
  return starts;
}
