/** A second lock on the door: events hold no secrets, and if one ever did it would stop here. */

const SECRET_NAME = /(?:pass(?:word|wd|phrase)|secret|token|credential|api[-_]?key|private[-_]?key|authorization)/i;

/** The value with everything that is named like a secret replaced by `[redacted]`, at any depth. */
export function redact(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => redact(item));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      SECRET_NAME.test(name) && typeof inner !== "boolean" ? "[redacted]" : redact(inner),
    ]),
  );
}
