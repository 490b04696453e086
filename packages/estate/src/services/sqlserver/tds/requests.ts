// What clients send: a login, a batch, a call of sp_executesql with its parameters (MS-TDS 2.2.6).
import type { Cell } from "../views.ts";

/** Who wants to come in. */
export type Login = { readonly user: string; readonly password: string; readonly server: string };

/** A statement with its parameters; `isProcedure`: it came as a call of sp_executesql. */
export type Statement = { readonly sql: string; readonly params: Readonly<Record<string, Cell>>; readonly isProcedure: boolean };

/** Reads a LOGIN7. */
export const readLogin = (payload: Buffer): Login => {
  const field = (at: number): Buffer => {
    const [offset, length] = [payload.readUInt16LE(at), payload.readUInt16LE(at + 2)];
    return payload.subarray(offset, offset + length * 2);
  };
  const password = Buffer.from(field(44).map((byte) => (((byte ^ 0xa5) << 4) & 0xf0) | ((byte ^ 0xa5) >> 4)));
  return { user: field(40).toString("utf16le"), password: password.toString("utf16le"), server: field(52).toString("utf16le") };
};

const afterHeaders = (payload: Buffer): Buffer => payload.subarray(payload.readUInt32LE(0));

/** Reads a batch. */
export const readBatch = (payload: Buffer): Statement => ({
  sql: afterHeaders(payload).toString("utf16le"),
  params: {},
  isProcedure: false,
});

const SP_EXECUTESQL = 10;

/** Reads a call; undefined for any procedure but sp_executesql. */
export const readCall = (payload: Buffer): Statement | undefined => {
  const bytes = createCursor(afterHeaders(payload));
  const named = bytes.uint16();
  const isExecute =
    named === 0xffff
      ? bytes.uint16() === SP_EXECUTESQL
      : bytes
          .take(named * 2)
          .toString("utf16le")
          .toLowerCase() === "sp_executesql";
  if (!isExecute) return undefined;
  bytes.uint16();
  const values: { readonly name: string; readonly value: Cell }[] = [];
  while (bytes.left() > 0) {
    const name = bytes.take(bytes.uint8() * 2).toString("utf16le");
    bytes.uint8();
    values.push({ name: name.replace(/^@/u, ""), value: readValue(bytes) });
  }
  const [statement, , ...params] = values;
  return {
    sql: String(statement?.value ?? ""),
    params: Object.fromEntries(params.map(({ name, value }) => [name, value])),
    isProcedure: true,
  };
};

type Cursor = ReturnType<typeof createCursor>;

const createCursor = (buffer: Buffer) => {
  let at = 0;
  const take = (length: number): Buffer => {
    at += length;
    return buffer.subarray(at - length, at);
  };
  return {
    take,
    uint8: () => take(1).readUInt8(),
    uint16: () => take(2).readUInt16LE(),
    uint32: () => take(4).readUInt32LE(),
    uint64: () => take(8).readBigUInt64LE(),
    left: () => buffer.length - at,
  };
};

const NULL_LONG = 0xffffffffffffffffn;

const readValue = (bytes: Cursor): Cell => {
  const type = bytes.uint8();
  if (type === 0xe7 || type === 0xa7) return readText(bytes, type === 0xe7 ? "utf16le" : "latin1");
  if (type !== 0x26 && type !== 0x68) throw new Error(`parameter type ${type.toString(16)} is not simulated`);
  bytes.uint8();
  const length = bytes.uint8();
  if (length === 0) return null;
  const value = bytes.take(length).readIntLE(0, Math.min(length, 6));
  return type === 0x68 ? value !== 0 : value;
};

const readText = (bytes: Cursor, encoding: "utf16le" | "latin1"): Cell => {
  const longest = bytes.uint16();
  bytes.take(5);
  if (longest !== 0xffff) {
    const length = bytes.uint16();
    return length === 0xffff ? null : bytes.take(length).toString(encoding);
  }
  if (bytes.uint64() === NULL_LONG) return null;
  const chunks: Buffer[] = [];
  for (let length = bytes.uint32(); length > 0; length = bytes.uint32()) chunks.push(bytes.take(length));
  return Buffer.concat(chunks).toString(encoding);
};
