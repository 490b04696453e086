/** `{"wildcard": "dir/*\/x.json"}`: `*` is any run of characters, `\*` and `\\` are themselves. */

/** The literal pieces between the stars: `a*b` is `["a", "b"]`, `*` is `["", ""]`, `x` is `["x"]`. */
function toPieces(pattern: string): string[] | { readonly expected: string } {
  const pieces = [""];
  for (let index = 0; index < pattern.length; index += 1) {
    let unit = pattern[index] ?? "";
    if (unit === "*") {
      if (pattern[index + 1] === "*") return { expected: `no two wildcards in a row (character ${index})` };
      pieces.push("");
      continue;
    }
    if (unit === "\\") {
      unit = pattern[index + 1] ?? "";
      if (unit !== "*" && unit !== "\\") return { expected: `'*' or '\\' after the backslash (character ${index})` };
      index += 1;
    }
    pieces.push((pieces.pop() ?? "") + unit);
  }
  return pieces;
}

/** First piece at the start, last piece at the end, the others in between, each as early as it can be: linear and never wrong. */
function matchesPieces(text: string, pieces: readonly string[]): boolean {
  const first = pieces[0] ?? "";
  const last = pieces.at(-1) ?? "";
  if (pieces.length === 1) return text === first;
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  let from = first.length;
  const end = text.length - last.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, from);
    if (found === -1 || found + piece.length > end) return false;
    from = found + piece.length;
  }
  return true;
}

/** A test for `pattern`, or what was expected instead. */
export function toWildcardTest(pattern: string): ((text: string) => boolean) | { readonly expected: string } {
  const pieces = toPieces(pattern);
  return "expected" in pieces ? pieces : (text) => matchesPieces(text, pieces);
}
