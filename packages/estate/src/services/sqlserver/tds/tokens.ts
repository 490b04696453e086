// The tokens of a server's answers (MS-TDS 2.2.7): login, rows, errors, done.
import type { Cell, Row } from "../views.ts";

const ucs2 = (text: string): Buffer => Buffer.from(text, "utf16le");
const shortText = (text: string): Buffer => Buffer.concat([Buffer.from([text.length]), ucs2(text)]);
const uint16 = (value: number): Buffer => {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16LE(value);
  return buffer;
};
const int32 = (value: number): Buffer => {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32LE(value);
  return buffer;
};
const token = (kind: number, body: Buffer): Buffer => Buffer.concat([Buffer.from([kind]), uint16(body.length), body]);

const TDS_7_4 = [0x74, 0x00, 0x00, 0x04];

/** The answer to a PRELOGIN: encryption is required. */
export const prelogin = (): Buffer => {
  const options = [
    [0, Buffer.from([16, 0, 0, 0, 0, 0])],
    [1, Buffer.from([1])],
    [2, Buffer.from([0])],
    [4, Buffer.from([0])],
  ] as const;
  let offset = options.length * 5 + 1;
  const heads = options.map(([kind, value]) => {
    const head = Buffer.alloc(5);
    head.writeUInt8(kind, 0);
    head.writeUInt16BE(offset, 1);
    head.writeUInt16BE(value.length, 3);
    offset += value.length;
    return head;
  });
  return Buffer.concat([...heads, Buffer.from([0xff]), ...options.map(([, value]) => value)]);
};

/** A login that was accepted. */
export const loginAccepted = (): Buffer =>
  Buffer.concat([
    token(0xe3, Buffer.concat([Buffer.from([1]), shortText("master"), shortText("")])),
    token(0xe3, Buffer.concat([Buffer.from([4]), shortText("4096"), shortText("4096")])),
    token(0xad, Buffer.concat([Buffer.from([1, ...TDS_7_4]), shortText("Microsoft SQL Server (simulated)"), Buffer.from([16, 0, 0, 0])])),
    done(0),
  ]);

/** An error token, and the end. */
export const failed = (
  { number, message, severity }: { readonly number: number; readonly message: string; readonly severity: number },
  server: string,
): Buffer => {
  const body = Buffer.concat([
    int32(number),
    Buffer.from([1, severity]),
    uint16(message.length),
    ucs2(message),
    shortText(server),
    shortText(""),
    int32(1),
  ]);
  return Buffer.concat([token(0xaa, body), done(0, 0x02)]);
};

/** The end of a batch. */
const done = (rows: number, status = rows > 0 ? 0x10 : 0): Buffer => ending(0xfd, status, rows);
/** The end of a batch that the client called off. */
export const calledOff = (): Buffer => ending(0xfd, 0x20, 0);

const ending = (kind: number, status: number, rows: number): Buffer => {
  const body = Buffer.alloc(12);
  body.writeUInt16LE(status, 0);
  body.writeUInt16LE(0xc1, 2);
  body.writeUInt32LE(rows, 4);
  return Buffer.concat([Buffer.from([kind]), body]);
};

/** Columns, rows and the end, of a batch or of a procedure. */
export const table = (columns: readonly string[], rows: readonly Row[], isProcedure: boolean): Buffer => {
  const kinds = columns.map((column) => kindOf(rows.map((row) => row[column] ?? null)));
  const described = columns.map((column, index) =>
    Buffer.concat([int32(0), uint16(0x01), KINDS[kinds[index] ?? "text"].type, shortText(column)]),
  );
  const data = rows.map((row) =>
    Buffer.concat([Buffer.from([0xd1]), ...columns.map((column, index) => KINDS[kinds[index] ?? "text"].write(row[column] ?? null))]),
  );
  const head = columns.length === 0 ? [] : [Buffer.from([0x81]), uint16(columns.length), ...described];
  const end = isProcedure
    ? [ending(0xff, 0x11, rows.length), Buffer.concat([Buffer.from([0x79]), int32(0)]), ending(0xfe, 0, 0)]
    : [done(rows.length)];
  return Buffer.concat([...head, ...data, ...end]);
};

type Kind = "text" | "number" | "bit" | "time";

const kindOf = (cells: readonly Cell[]): Kind => {
  const first = cells.find((cell) => cell !== null);
  if (first instanceof Date) return "time";
  return typeof first === "number" ? "number" : typeof first === "boolean" ? "bit" : "text";
};

const COLLATION = [0x09, 0x04, 0xd0, 0x00, 0x34];
const DAY_MS = 86_400_000;
const YEAR_1900_MS = Date.UTC(1900, 0, 1);

const KINDS: Readonly<Record<Kind, { readonly type: Buffer; readonly write: (cell: Cell) => Buffer }>> = {
  text: {
    type: Buffer.from([0xe7, 0x40, 0x1f, ...COLLATION]),
    write: (cell) => (cell === null ? uint16(0xffff) : Buffer.concat([uint16(String(cell).length * 2), ucs2(String(cell))])),
  },
  number: {
    type: Buffer.from([0x26, 8]),
    write: (cell) => {
      if (cell === null) return Buffer.from([0]);
      const value = Buffer.alloc(9);
      value.writeUInt8(8, 0);
      value.writeBigInt64LE(BigInt(Math.round(Number(cell))), 1);
      return value;
    },
  },
  bit: { type: Buffer.from([0x68, 1]), write: (cell) => (cell === null ? Buffer.from([0]) : Buffer.from([1, cell === true ? 1 : 0])) },
  time: {
    type: Buffer.from([0x6f, 8]),
    write: (cell) => {
      if (!(cell instanceof Date)) return Buffer.from([0]);
      const ms = cell.getTime() - YEAR_1900_MS;
      const value = Buffer.alloc(9);
      value.writeUInt8(8, 0);
      value.writeInt32LE(Math.floor(ms / DAY_MS), 1);
      value.writeUInt32LE(Math.floor(((ms % DAY_MS) * 300) / 1000), 5);
      return value;
    },
  },
};
