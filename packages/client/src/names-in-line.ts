/** Resources in one line of a terminal: ARNs by what tells them apart, long lists by their first. */

const MAX_NAMES = 3;
const MAX_WIDTH = 48;
const ARN = /^arn:[^:]+:[^:]*:[^:]*:[^:]*:(.+)$/;

/**
 * The names of a task's resources in at most 48 characters and a count: `shop/web`, `i-01, i-02`, `a, b, c, … 150 in all`.
 * An ARN is told by the last two parts of its resource. For reading only: two resources may look alike, `--json` has the whole names.
 */
export function namesInLine(resources: readonly string[]): string {
  const shown: string[] = [];
  let width = 0;
  for (const name of resources.map(toShort)) {
    width += name.length + 2;
    if (shown.length > 0 && (shown.length === MAX_NAMES || width > MAX_WIDTH)) break;
    shown.push(name);
  }
  const rest = shown.length < resources.length ? [`… ${resources.length} in all`] : [];
  return [...shown, ...rest].join(", ");
}

function toShort(name: string): string {
  const resource = ARN.exec(name)?.[1];
  const short = resource === undefined ? name : resource.split(/[/:]/).slice(-2).join("/");
  return short.length > MAX_WIDTH ? `…${short.slice(1 - MAX_WIDTH)}` : short;
}
