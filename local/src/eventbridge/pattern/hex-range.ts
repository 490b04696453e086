/** A closed range of hexadecimal strings, decided digit by digit. */

/** `bottom` and `top` are equally long, upper case, and both belong to the range. */
export interface HexRange {
  readonly bottom: string;
  readonly top: string;
}

const HEX_DIGITS = /^[0-9A-F]*/;

/**
 * True as soon as the digits read so far lie strictly between the limits, or all digits of the limits have been read and lie within.
 * So a text longer or shorter than the limits can match too: an IPv6 address may fall into an IPv4 block. EventBridge's matcher has that
 * property, and a bus that hid it would route differently from AWS.
 */
export function isInHexRange(text: string, { bottom, top }: HexRange): boolean {
  const digits = HEX_DIGITS.exec(text.slice(0, bottom.length))?.[0] ?? "";
  if (digits.length === bottom.length) return bottom <= digits && digits <= top;
  return bottom.slice(0, digits.length) < digits && digits < top.slice(0, digits.length);
}
